// Ctrl+K: one list of acts and conversations, found by name. Pure ranking.
export interface Entry {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly words?: string; // further words it is found by
}

export function foundEntries(entries: readonly Entry[], query: string, most: number): Entry[] {
  const needle = query.trim().toLowerCase();
  if (needle === '') return entries.slice(0, most);
  const ranked: { entry: Entry; rank: number; at: number }[] = [];
  entries.forEach((entry, at) => {
    const label = entry.label.toLowerCase();
    const words = `${label} ${entry.words ?? ''} ${entry.hint ?? ''}`.toLowerCase();
    if (label.startsWith(needle)) ranked.push({ entry, rank: 0, at });
    else if (label.includes(needle)) ranked.push({ entry, rank: 1, at });
    else if (needle.split(/\s+/).every((part) => words.includes(part))) {
      ranked.push({ entry, rank: 2, at });
    }
  });
  return ranked
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .slice(0, most)
    .map(({ entry }) => entry);
}
