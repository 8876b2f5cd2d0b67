import { useRef, useState } from 'preact/hooks';
import { LOCALES } from '#i18n';
import { Dialog } from '#ui/dialog.tsx';
import { SureButton } from '#ui/sure_button.tsx';
import { rest, type Storefront, type StorefrontDraft } from '../../session/rest.ts';
import { faultWords } from '../../session/words.ts';
import { embedSnippet, originsFrom } from '../../state/storefront.ts';
import { t } from '../../text.ts';
import { languageNames } from '../settings_menus.tsx';
import { Copyable, FaultLine } from './parts.tsx';

export function StorefrontEditor(props: {
  shop: Storefront | undefined;
  onSaved: (row: Storefront) => void;
  onClose: () => void;
}) {
  const form = useRef<HTMLFormElement>(null);
  const [shop, setShop] = useState(props.shop);
  const [secret, setSecret] = useState<string>();
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);

  const save = async (more: StorefrontDraft = {}) => {
    const data = new FormData(form.current ?? undefined);
    const { origins, wrong: bad } = originsFrom(String(data.get('origins') ?? ''));
    const name = String(data.get('name') ?? '').trim();
    if (name === '') return setWrong(t('shop.nameMissing'));
    if (bad.length > 0) return setWrong(t('shop.originWrong', { what: bad.join(' ') }));
    if (origins.length === 0) return setWrong(t('shop.originMissing'));
    const draft: StorefrontDraft = {
      name,
      origins,
      locale: String(data.get('locale') ?? 'zh-Hant'),
      accent_color: String(data.get('accent') ?? '#076077'),
      greeting: String(data.get('greeting') ?? '').trim(),
      identity_required: data.has('identity'),
      ...more,
    };
    setBusy(true);
    const reply = shop
      ? await rest.changeStorefront(shop.id, draft)
      : await rest.addStorefront(draft);
    setBusy(false);
    if (!reply.ok) return setWrong(faultWords(reply.fault));
    const { identity_secret, ...row } = reply.value;
    setWrong('');
    props.onSaved(row);
    setShop(row);
    if (identity_secret) setSecret(identity_secret);
    else props.onClose();
  };

  return (
    <Dialog
      wide
      title={shop?.name ?? t('shop.add')}
      closeLabel={t('close')}
      onClose={props.onClose}
      foot={
        <>
          {shop ? (
            <SureButton
              class="btn danger start"
              disabled={busy}
              label={t('shop.newSecret')}
              sure={t('shop.newSecretSure')}
              onSure={() => void save({ new_identity_secret: true })}
            />
          ) : null}
          <button type="button" class="btn quiet" onClick={props.onClose}>
            {secret === undefined ? t('cancel') : t('close')}
          </button>
          <button type="button" class="btn primary" disabled={busy} onClick={() => void save()}>
            {shop ? t('save') : t('shop.create')}
          </button>
        </>
      }
    >
      {secret === undefined ? null : (
        <Copyable label={t('shop.secret')} text={secret} hint={t('shop.secretHint')} />
      )}
      <form
        ref={form}
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div class="two">
          <label class="f">
            <span class="lab">{t('shop.name')}</span>
            <input class="in" name="name" defaultValue={shop?.name ?? ''} />
          </label>
          <label class="f">
            <span class="lab">{t('menu.language')}</span>
            <select class="in" name="locale">
              {LOCALES.map((id) => (
                <option key={id} value={id} selected={id === (shop?.locale ?? 'zh-Hant')}>
                  {languageNames[id]}
                </option>
              ))}
            </select>
          </label>
        </div>
        <label class="f">
          <span class="lab">{t('shop.origins')}</span>
          <textarea
            class="in mono"
            name="origins"
            rows={2}
            spellcheck={false}
            placeholder="https://shop.example"
            defaultValue={shop?.origins.join('\n') ?? ''}
          />
          <span class="hint">{t('shop.originsHint')}</span>
        </label>
        <label class="f">
          <span class="lab">{t('shop.greeting')}</span>
          <textarea class="in" name="greeting" rows={2} defaultValue={shop?.greeting ?? ''} />
          <span class="hint">{t('shop.greetingHint')}</span>
        </label>
        <div class="two">
          <label class="f">
            <span class="lab">{t('shop.accent')}</span>
            <input
              class="in swatch"
              type="color"
              name="accent"
              defaultValue={shop?.accent_color || '#076077'}
            />
          </label>
          <div class="f">
            <span class="lab">{t('shop.identity')}</span>
            <label class="check">
              <input
                type="checkbox"
                name="identity"
                defaultChecked={shop?.identity_required ?? false}
              />
              {t('shop.identityRequired')}
            </label>
          </div>
        </div>
        <FaultLine fault={wrong} />
      </form>
      {shop ? (
        <Copyable
          label={t('shop.snippet')}
          text={embedSnippet(location.origin, shop.widget_key, shop.locale)}
          hint={t('shop.snippetHint')}
        />
      ) : null}
    </Dialog>
  );
}
