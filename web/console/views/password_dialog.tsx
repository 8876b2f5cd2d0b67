import { useRef, useState } from 'preact/hooks';
import { Dialog } from '#ui/dialog.tsx';
import { rest } from '../session/rest.ts';
import { tell } from '../session/toasts.ts';
import { faultWords } from '../session/words.ts';
import { isTooShort, passwordCharactersMin } from '../state/password.ts';
import { t } from '../text.ts';
import { passwordOpen } from './ui.ts';

export function PasswordDialog() {
  const old = useRef<HTMLInputElement>(null);
  const fresh = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState('');
  const close = () => {
    passwordOpen.value = false;
  };
  const save = async (event: Event) => {
    event.preventDefault();
    const wanted = fresh.current?.value ?? '';
    if (isTooShort(wanted)) return setWrong(t('door.short', { n: passwordCharactersMin }));
    const reply = await rest.password(old.current?.value ?? '', wanted);
    if (!reply.ok) {
      return setWrong(reply.fault.status === 401 ? t('door.wrongOld') : faultWords(reply.fault));
    }
    tell(t('door.changed'), 'ok');
    close();
  };
  return (
    <Dialog title={t('door.change')} closeLabel={t('close')} onClose={close}>
      <form id="password-form" onSubmit={save} class="db" style="padding:0" noValidate>
        <label class="f">
          <span class="lab">{t('door.old')}</span>
          <input ref={old} class="in" type="password" autocomplete="current-password" />
        </label>
        <label class="f">
          <span class="lab">{t('door.fresh')}</span>
          <input ref={fresh} class="in" type="password" autocomplete="new-password" />
          <span class="hint">{t('door.rule', { n: passwordCharactersMin })}</span>
        </label>
        <p class="err" role="alert">
          {wrong}
        </p>
        <div>
          <button class="btn primary" type="submit">
            {t('door.save')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
