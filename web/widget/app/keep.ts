import { pageStorage, type TextStorage } from '#protocol';
import { site } from './site.ts';

function isRefused(): boolean {
  try {
    localStorage.getItem('');
    return false;
  } catch {
    return true;
  }
}

/**
 * What the page's own session holds for a frame that has no storage, by name. Its scripts can read
 * that, drafts too; they can read the token, which opens the whole chat.
 */
let lent: Record<string, string> | undefined = isRefused() ? {} : undefined;
let lend: (all: string) => void = () => undefined;

/** The frame's own; where that is refused, nothing outlives the page. */
export const own = (name: string, area: 'localStorage' | 'sessionStorage') =>
  pageStorage(() => window[area], `kefu:${name}:${site}`);

/** What is to outlive a reload everywhere. Not to be asked before the page's first word is here. */
export function keep(name: string, area: Parameters<typeof own>[1] = 'localStorage'): TextStorage {
  if (!lent) return own(name, area);
  return {
    load: () => lent?.[name],
    save(text) {
      lent = { ...lent, [name]: text };
      // The loader puts a bar between this and what is its own.
      lend(JSON.stringify(lent).replaceAll('|', '\\u007c'));
    },
  };
}

/** The page's first word came with what an earlier frame gave it; a loader of old kept a token only. */
export function borrow(kept: string | undefined, give: typeof lend): void {
  if (!lent) return;
  lend = give;
  try {
    lent = { ...(JSON.parse(kept ?? '{}') as typeof lent) };
  } catch {
    lent = { token: kept ?? '' };
  }
}
