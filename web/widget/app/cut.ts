/** What a person takes for one character each; where the browser cannot tell, code points. */
function charactersOf(text: string): string[] {
  if (!('Segmenter' in Intl)) return [...text];
  return Array.from(new Intl.Segmenter().segment(text), (one) => one.segment);
}

/** The beginning of a text, in whole characters and at most so many code points. */
export function cut(text: string, codePointsMax: number): string {
  const points = [...text];
  if (points.length <= codePointsMax) return text;
  let kept = '';
  let count = 0;
  for (const one of charactersOf(text)) {
    count += [...one].length;
    if (count > codePointsMax) break;
    kept += one;
  }
  // One character can be longer than all that is allowed.
  return kept || points.slice(0, codePointsMax).join('');
}
