import type { Locale } from '#i18n';

/** `GET /w/config`: what the storefront says of itself. Labels come in the storefront's languages. */

export type Label = Partial<Record<Locale, string>>;

export interface Topic {
  key: string;
  label: Label;
  icon: string;
}

export interface Config {
  name: string;
  accent?: string;
  locale: string;
  topics: Topic[];
  greeting?: Label | string;
  survey?: { tags?: { key: string; label: Label }[] };
  online: boolean;
}

export function labelOf(label: Label | string | undefined, locale: Locale): string {
  if (typeof label === 'string') return label;
  return label?.[locale] ?? label?.['zh-Hant'] ?? label?.en ?? Object.values(label ?? {})[0] ?? '';
}

function isConfig(value: unknown): value is Config {
  const c = value as Partial<Config> | null;
  return (
    typeof c === 'object' &&
    c !== null &&
    typeof c.name === 'string' &&
    Array.isArray(c.topics) &&
    c.topics.every((topic) => typeof topic?.key === 'string')
  );
}

/** Rejects when the gateway does not answer or does not know the key. */
export async function loadConfig(site: string, fetcher: typeof fetch = fetch): Promise<Config> {
  const answer = await fetcher(`/w/config?key=${encodeURIComponent(site)}`);
  const value: unknown = answer.ok ? await answer.json() : undefined;
  if (!isConfig(value)) throw new Error(`config: ${answer.status}`);
  return value;
}
