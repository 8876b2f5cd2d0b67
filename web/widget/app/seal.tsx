/** The mark a person of ours carries: the first letter of the given name for Han names, else of the name. */
export function initialOf(name: string): string {
  const letters = [...name.trim()];
  const han = letters.length >= 2 && letters.length <= 4 && /^\p{Script=Han}+$/u.test(name.trim());
  return (han ? letters[letters.length === 2 ? 1 : letters.length - 2] : letters[0]) ?? '';
}

export function Seal({ name, size = 28 }: { name: string; size?: 28 | 36 }) {
  return (
    <span class={`seal z${size}`} aria-hidden="true">
      {initialOf(name)}
    </span>
  );
}
