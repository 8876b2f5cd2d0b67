/** The mark of one of ours, here as on the console: the surname of a Han name, else the first letter. */
export function initialOf(name: string): string {
  return ([...name.trim()][0] ?? '').toUpperCase();
}

export function Seal({ name, size = 28 }: { name: string; size?: 28 | 36 }) {
  return (
    <span class={`seal z${size}`} aria-hidden="true">
      {initialOf(name)}
    </span>
  );
}
