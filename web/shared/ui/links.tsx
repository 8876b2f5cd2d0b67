// Web addresses in what people write. The words stay what they are: the whole address is shown, so
// that nobody is led elsewhere than it says.

export interface Piece {
  readonly text: string;
  readonly href?: string;
}

const address = /https?:\/\/[\p{L}\d[][^\s<>"'「」『』（）【】《》，。；：！？、]+/giu;
const afterAddress = /[.,;:!?)\]}]+$/u;

export function piecesOf(text: string): Piece[] {
  const out: Piece[] = [];
  let from = 0;
  for (const found of text.matchAll(address)) {
    const shown = found[0].replace(afterAddress, '');
    if (found.index > from) out.push({ text: text.slice(from, found.index) });
    out.push({ text: shown, href: shown });
    from = found.index + shown.length;
  }
  if (from < text.length) out.push({ text: text.slice(from) });
  return out;
}

export function Linked({ text }: { text: string }) {
  return (
    <>
      {piecesOf(text).map((piece, i) =>
        piece.href === undefined ? (
          piece.text
        ) : (
          <a key={i} href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
            {piece.text}
          </a>
        ),
      )}
    </>
  );
}
