// The mark of a person: staff are square, customers are round. It shows the first character of the
// name and is decorative: the name always stands beside it.
export function Seal(props: { name: string; customer?: boolean; size?: number; dim?: boolean }) {
  const first = [...props.name.trim()][0] ?? '?';
  const cls = `seal${props.customer ? ' who' : ''}${props.dim ? ' dim' : ''}`;
  const style = props.size ? { '--z': `${props.size}px` } : undefined;
  return (
    <span class={cls} style={style} aria-hidden="true">
      {first.toUpperCase()}
    </span>
  );
}
