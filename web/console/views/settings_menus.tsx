import { isLocale, LOCALES } from '#i18n';
import { down, globe, theme as themeGlyph } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { Menu } from '#ui/menu.tsx';
import { chooseLocale, chooseTheme, type Theme, theme } from '../settings.ts';
import { locale, t } from '../text.ts';

// Each language by its own name, so that it can be found by those who read only that one.
export const languageNames = {
  'zh-Hant': '繁體中文',
  'zh-Hans': '简体中文',
  en: 'English',
} as const;

export function LanguageMenu() {
  return (
    <Menu
      label={t('menu.language')}
      align="end"
      triggerClass="btn quiet"
      triggerLabel={`${t('menu.language')} ${languageNames[locale.value]}`}
      trigger={
        <>
          <Icon of={globe} size={16} />
          <span lang={locale.value}>{languageNames[locale.value]}</span>
          <Icon of={down} size={14} />
        </>
      }
      items={LOCALES.map((id) => ({
        id,
        label: languageNames[id],
        checked: id === locale.value,
      }))}
      onPick={(id) => {
        if (isLocale(id)) void chooseLocale(id);
      }}
    />
  );
}

export const themeItems = () =>
  (['system', 'light', 'dark'] as const).map((id) => ({
    id,
    label: t(`theme.${id}`),
    checked: theme.value === id,
  }));

export function ThemeMenu() {
  return (
    <Menu
      label={t('menu.theme')}
      align="end"
      triggerClass="ib"
      triggerLabel={t('menu.theme')}
      trigger={<Icon of={themeGlyph} size={18} />}
      items={themeItems()}
      onPick={(id) => chooseTheme(id as Theme)}
    />
  );
}
