import type { Locale } from '#i18n';

/** `GET /w/config`: what the storefront says of itself. Labels come in the storefront's languages. */

export type Label = Partial<Record<Locale, string>>;

export interface Topic {
  key: string;
  label: Label;
  icon: string;
  /** Somebody online can take it; not said by a gateway of the version before. */
  staffed?: boolean;
}

/** The survey of the SOP file; score words run from 1 to 5. */
export interface Survey {
  question: Label;
  score_words: Label[];
  solved_question: Label;
  thanks: Label;
  tags: { key: string; label: Label; for_good: boolean }[];
}

/** Of the storefront's opening hours, as of when it was asked. */
export interface Hours {
  open: boolean;
  /** Not said while it is open, nor when it never opens. */
  opens_at?: number;
}

export interface Config {
  name: string;
  topics: Topic[];
  survey: Survey;
  online: boolean;
  /** Not of a storefront that has none, nor said by a gateway of the version before. */
  hours?: Hours;
  /** The storefront's language: for a page that has none of ours. */
  locale?: string;
  /** The storefront's colour, as its staff wrote it; `brandOf` judges it. */
  accent?: unknown;
}

export function labelOf(label: Label | undefined, locale: Locale): string {
  return label?.[locale] ?? label?.['zh-Hant'] ?? label?.en ?? Object.values(label ?? {})[0] ?? '';
}

/** Somebody online could take it; a gateway of the version before only says whether anybody is. */
export function isStaffed({ topics, online }: Config, topic: string): boolean {
  return topics.find((one) => one.key === topic)?.staffed ?? online;
}

function isConfig(value: unknown): value is Config {
  const c = value as Partial<Config> | null;
  return (
    typeof c?.name === 'string' &&
    Array.isArray(c.topics) &&
    Array.isArray(c.survey?.tags) &&
    Array.isArray(c.survey.score_words)
  );
}

/** Rejects when the gateway does not answer or does not know the key. */
export async function loadConfig(site: string, fetcher: typeof fetch = fetch): Promise<Config> {
  const answer = await fetcher(`/w/config?key=${encodeURIComponent(site)}`);
  const value: unknown = answer.ok ? await answer.json() : undefined;
  if (!isConfig(value)) throw new Error(`config: ${answer.status}`);
  return value;
}
