import { useState } from 'preact/hooks';
import { LOCALES } from '#i18n';
import { rest, type Storefront, type StorefrontDraft } from '../../session/rest.ts';
import { sameHours } from '../../state/opening_hours.ts';
import { embedSnippet, originsFrom, type WrongOrigin } from '../../state/storefront.ts';
import { t } from '../../text.ts';
import { languageNames } from '../settings_menus.tsx';
import { Check, Choices, EditorFrame, Field, useSaving } from './editor_frame.tsx';
import { HoursFields, hoursOf } from './hours_fields.tsx';
import { Copyable } from './parts.tsx';
import { seenOf } from './use_list.ts';
import { type RowKind, useRow } from './use_row.ts';

const shopKind: RowKind<Storefront, 'storefronts'> = {
  list: rest.storefronts,
  key: 'storefronts',
  words: () => ({
    name: t('shop.name'),
    origins: t('shop.origins'),
    locale: t('menu.language'),
    accent_color: t('shop.accent'),
    greeting: t('shop.greeting'),
    hours: t('hours.title'),
    identity_required: t('shop.identity'),
  }),
};

const usualColour = '#076077';
const withColour = (shop: Storefront) => ({
  ...shop,
  accent_color: shop.accent_color || usualColour,
});

// The fields that cannot be wrong.
const plainIn = (data: FormData) => ({
  locale: String(data.get('locale') ?? 'zh-Hant'),
  accent_color: String(data.get('accent') ?? usualColour),
  greeting: String(data.get('greeting') ?? '').trim(),
  identity_required: data.has('identity'),
});

const originWords = ({ word, why, meant }: WrongOrigin) =>
  t(why === 'path' ? 'shop.originPath' : 'shop.originWrong', { what: word, meant });

// What stands in the fields, as far as it can be read.
function mineIn(data: FormData): Partial<Storefront> {
  const { origins, wrong } = originsFrom(String(data.get('origins') ?? ''));
  const week = hoursOf(data);
  return {
    ...plainIn(data),
    name: String(data.get('name') ?? '').trim(),
    origins: [...origins, ...wrong.map(({ word }) => word)],
    ...('wrong' in week ? {} : week),
  };
}

type Read =
  | { readonly draft: StorefrontDraft }
  | { readonly wrong: string; readonly field: string };

// What is to be saved, or the first thing that cannot be.
function draftIn(data: FormData, shop: Storefront | undefined): Read {
  const {
    origins,
    wrong: [bad],
  } = originsFrom(String(data.get('origins') ?? ''));
  const name = String(data.get('name') ?? '').trim();
  if (name === '') return { wrong: t('shop.nameMissing'), field: 'name' };
  if (bad) return { wrong: originWords(bad), field: 'origins' };
  if (origins.length === 0) return { wrong: t('shop.originMissing'), field: 'origins' };
  const week = hoursOf(data);
  if ('wrong' in week) return week;
  const hours = sameHours(week.hours, shop?.hours) ? {} : { hours: week.hours };
  return { draft: { ...plainIn(data), name, origins, ...hours, ...seenOf(shop) } };
}

export function StorefrontEditor(props: {
  shop: Storefront | undefined;
  onSaved: (row: Storefront) => void;
  onClose: () => void;
}) {
  const row = useRow(props.shop && withColour(props.shop), shopKind);
  const shop = row.base;
  const [secret, setSecret] = useState<string>();
  const saving = useSaving(row.refused);

  const save = async (data: FormData, more: StorefrontDraft = {}) => {
    const read = draftIn(data, shop);
    if ('wrong' in read) return saving.setWrong(read.wrong, read.field);
    const draft = { ...read.draft, ...more };
    const saved = await saving.run(() =>
      shop ? rest.changeStorefront(shop.id, draft) : rest.addStorefront(draft),
    );
    if (!saved) return;
    const { identity_secret, ...next } = saved;
    props.onSaved(next);
    row.saved(next);
    if (identity_secret) setSecret(identity_secret);
    else if (secret === undefined) props.onClose(); // else only its button does
  };

  // What a new shop needs next comes first; later it is looked up.
  const snippet = shop && (
    <Copyable
      label={t('shop.snippet')}
      text={embedSnippet(location.origin, shop.widget_key, shop.accent_color)}
      hint={t('shop.snippetHint')}
    />
  );

  return (
    <EditorFrame
      wide
      insists={secret !== undefined}
      title={shop?.name ?? t('shop.add')}
      saving={saving}
      row={row}
      onReload={(data) => void row.reload(mineIn(data))}
      save={shop ? t('save') : t('shop.create')}
      cancel={secret === undefined ? t('cancel') : t('close')}
      risk={
        shop && {
          label: t('shop.newSecret'),
          sure: t('shop.newSecretSure'),
          bad: true,
          run: (form) => void save(form, { new_identity_secret: true }),
        }
      }
      before={
        secret === undefined ? null : (
          <>
            {props.shop ? null : snippet}
            <Copyable label={t('shop.secret')} text={secret} hint={t('shop.secretHint')} />
          </>
        )
      }
      after={props.shop ? snippet : null}
      onSave={(form) => void save(form)}
      onClose={props.onClose}
    >
      <ShopFields shop={row.shown} />
    </EditorFrame>
  );
}

function ShopFields({ shop }: { shop: Storefront | undefined }) {
  return (
    <>
      <div class="two">
        <Field label={t('shop.name')}>
          <input class="in" name="name" defaultValue={shop?.name ?? ''} />
        </Field>
        <Field label={t('menu.language')} hint={t('shop.languageHint')}>
          <Choices
            name="locale"
            chosen={shop?.locale ?? 'zh-Hant'}
            of={LOCALES.map((id) => ({ id, label: languageNames[id] }))}
          />
        </Field>
      </div>
      <Field label={t('shop.origins')} hint={t('shop.originsHint')}>
        <textarea
          class="in mono"
          name="origins"
          rows={2}
          spellcheck={false}
          placeholder="https://shop.example"
          defaultValue={shop?.origins.join('\n') ?? ''}
        />
      </Field>
      <Field label={t('shop.greeting')} hint={t('shop.greetingHint')}>
        <textarea class="in" name="greeting" rows={2} defaultValue={shop?.greeting ?? ''} />
      </Field>
      <HoursFields hours={shop?.hours} />
      <div class="two">
        <Field label={t('shop.accent')}>
          <input
            class="in swatch"
            type="color"
            name="accent"
            defaultValue={shop?.accent_color || usualColour}
          />
        </Field>
        <div class="f">
          <span class="lab">{t('shop.identity')}</span>
          <Check
            name="identity"
            on={shop?.identity_required ?? false}
            label={t('shop.identityRequired')}
          />
        </div>
      </div>
    </>
  );
}
