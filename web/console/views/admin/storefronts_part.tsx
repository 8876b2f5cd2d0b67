import { isLocale } from '#i18n';
import { plus } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { rest, type Storefront } from '../../session/rest.ts';
import { t } from '../../text.ts';
import { languageNames } from '../settings_menus.tsx';
import { Count, Table } from './parts.tsx';
import { StorefrontEditor } from './storefront_editor.tsx';
import { listed, useEdited, useList } from './use_list.ts';

// The shops that show the widget.
export function StorefrontsPart() {
  const list = useList<Storefront>(() => listed(rest.storefronts(), 'storefronts'));
  const edited = useEdited(list);
  return (
    <section class="sheet part" aria-labelledby="shops-title">
      <header class="hd">
        <h1 id="shops-title">{t('admin.storefronts')}</h1>
        <Count of={list} />
        <span class="end">
          <button type="button" class="btn primary" onClick={() => edited.edit('new')}>
            <Icon of={plus} size={16} />
            {t('shop.add')}
          </button>
        </span>
      </header>
      <Table of={list} none={t('shop.none')}>
        <div class="scroll" role="group" tabIndex={0} aria-label={t('admin.storefronts')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('shop.name')}</th>
                <th scope="col">{t('shop.key')}</th>
                <th scope="col">{t('shop.origins')}</th>
                <th scope="col">{t('menu.language')}</th>
              </tr>
            </thead>
            <tbody>
              {list.rows.map((shop) => (
                <tr key={shop.id}>
                  <th scope="row">
                    <span class="chip" style={{ background: shop.accent_color }} />
                    <button type="button" class="link" onClick={() => edited.edit(shop)}>
                      {shop.name}
                    </button>
                  </th>
                  <td class="mono">{shop.widget_key}</td>
                  <td>{shop.origins.join(' ')}</td>
                  <td>{isLocale(shop.locale) ? languageNames[shop.locale] : shop.locale}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Table>
      {edited.isOpen ? (
        <StorefrontEditor
          key={edited.key}
          shop={edited.row}
          onSaved={list.put}
          onClose={edited.close}
        />
      ) : null}
    </section>
  );
}
