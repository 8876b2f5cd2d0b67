/** The surname of a Han name, else the first letter; without a name nobody is known. */
export function initialOf(name: string): string {
  return ([...name.trim()][0] ?? '?').toUpperCase();
}

// The mark of a person: staff are square, customers are round. It is decorative: the name always
// stands beside it.
export function Seal(props: { name: string; customer?: boolean; size?: number; dim?: boolean }) {
  const cls = `seal${props.customer ? ' who' : ''}${props.dim ? ' dim' : ''}`;
  const style = props.size ? { '--z': `${props.size}px` } : undefined;
  return (
    <span class={cls} style={style} aria-hidden="true">
      {initialOf(props.name)}
    </span>
  );
}
