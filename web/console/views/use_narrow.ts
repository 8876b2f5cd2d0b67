import { useEffect, useState } from 'preact/hooks';

export const isNarrow = (px: number) => window.matchMedia(`(max-width: ${px}px)`).matches;

// True while the window is not wider than `px`.
export function useNarrow(px: number): boolean {
  const query = window.matchMedia(`(max-width: ${px}px)`);
  const [narrow, setNarrow] = useState(query.matches);
  useEffect(() => {
    const change = () => setNarrow(query.matches);
    query.addEventListener('change', change);
    return () => query.removeEventListener('change', change);
  }, [px]);
  return narrow;
}
