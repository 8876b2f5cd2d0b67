import { effect, signal } from '@preact/signals';
import { detectLocale, isLocale, type Locale } from '#i18n';
import { pageStorage } from '#protocol';
import { locale, speak } from './text.ts';

// What this browser remembers of the person's wishes: language and theme.
export type Theme = 'system' | 'light' | 'dark';

const kept = (name: string) => pageStorage(() => localStorage, `kefu.${name}`);
const themeStore = kept('theme');
const localeStore = kept('locale');

const saved = themeStore.load();
export const theme = signal<Theme>(saved === 'light' || saved === 'dark' ? saved : 'system');

effect(() => {
  const root = document.documentElement;
  if (theme.value === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme.value;
});

export function chooseTheme(wanted: Theme): void {
  theme.value = wanted;
  themeStore.save(wanted === 'system' ? '' : wanted);
}

export async function chooseLocale(wanted: Locale): Promise<void> {
  localeStore.save(wanted);
  await speak(wanted);
}

// The language of the sign-in screen: chosen before, else the browser's.
export function firstLocale(): Locale {
  return detectLocale([localeStore.load(), ...navigator.languages]);
}

// The account's language counts only while nobody has chosen one in this browser.
export async function adoptLocale(ofAccount: string): Promise<void> {
  if (isLocale(localeStore.load()) || !isLocale(ofAccount) || ofAccount === locale.value) return;
  await speak(ofAccount);
}
