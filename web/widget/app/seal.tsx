import { initialOf } from '#ui/seal.tsx';

/** The mark of one of ours, in the widget's two sizes. */
export function Seal({ name, size = 28 }: { name: string; size?: 28 | 36 }) {
  return (
    <span class={`seal z${size}`} aria-hidden="true">
      {initialOf(name)}
    </span>
  );
}
