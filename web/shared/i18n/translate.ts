/**
 * Fills catalogue texts. `{name}` is replaced; `{n?person:people}` picks by the plural category of
 * `n` (first word for "one", second for everything else), so English can be right and Chinese plain.
 */

export type Params = Readonly<Record<string, string | number>>;
export type Translate<K extends string> = (key: K, params?: Params) => string;

const PLACEHOLDER = /\{(\w+)(?:\?([^:}]*):([^}]*))?\}/g;

export function createTranslator<K extends string>(
  locale: string,
  catalogue: Readonly<Record<K, string>>,
): Translate<K> {
  const plural = new Intl.PluralRules(locale);
  return (key, params) =>
    catalogue[key].replace(PLACEHOLDER, (whole, name: string, one?: string, other?: string) => {
      const value = params?.[name];
      if (value === undefined) return whole;
      if (one === undefined) return String(value);
      return (plural.select(Number(value)) === 'one' ? one : other) ?? '';
    });
}
