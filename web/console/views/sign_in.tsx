import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { alert, brand, info } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { type Account, type Fault, rest } from '../session/rest.ts';
import { signedOutWhy, signOut } from '../session/store.ts';
import { faultWords } from '../session/words.ts';
import { isTooShort, passwordCharactersMin } from '../state/password.ts';
import { t } from '../text.ts';
import { LanguageMenu, ThemeMenu } from './settings_menus.tsx';

export function Door(props: { children: preact.ComponentChildren }) {
  return (
    <main class="door">
      <div class="door-top">
        <LanguageMenu />
        <ThemeMenu />
      </div>
      {props.children}
    </main>
  );
}

// Counts down the seconds of a lock-out.
function useLock(): [number, (seconds: number) => void] {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (left <= 0) return undefined;
    const id = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(id);
  }, [left]);
  return [left, setLeft];
}

function signInWords(fault: Fault): string {
  if (fault.status === 401) return t('door.wrong');
  if (fault.status === 0) return t('door.unreachable');
  return faultWords(fault);
}

interface SignedIn {
  onChange(who: Account, old: string): void;
  onEntered(who: Account): Promise<void>;
}

// The two fields, what is wrong with them, and for how long nobody can try again.
function useSigningIn({ onChange, onEntered }: SignedIn) {
  const name = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');
  const [untried, setUntried] = useState(false); // the last try was not looked at
  const [locked, lock] = useLock();

  useLayoutEffect(() => name.current?.focus(), []);

  const submit = async (event: Event) => {
    event.preventDefault();
    const given = {
      name: name.current?.value.trim() ?? '',
      password: password.current?.value ?? '',
    };
    if (given.name === '' || given.password === '') {
      setWrong(t('door.both'));
      (given.name === '' ? name : password).current?.focus();
      return;
    }
    setBusy(true);
    setUntried(false);
    const reply = await rest.signIn(given.name, given.password);
    if (reply.ok) {
      if (reply.value.must_change_password) onChange(reply.value, given.password);
      else await onEntered(reply.value);
      return;
    }
    setBusy(false);
    const tooOften = reply.fault.status === 429;
    setUntried(tooOften);
    setWrong(tooOften ? '' : signInWords(reply.fault));
    if (tooOften) lock(reply.fault.afterS ?? 60);
    password.current?.select();
  };
  return { name, password, busy, wrong, untried, locked, submit };
}

export function SignIn(props: SignedIn) {
  const { name, password, busy, wrong, untried, locked, submit } = useSigningIn(props);
  const fault = locked > 0 ? t('door.locked', { n: locked }) : wrong;
  return (
    <Door>
      <form onSubmit={submit} noValidate>
        <h1>
          <span class="mark">
            <Icon of={brand} size={18} />
          </span>
          {t('door.title')}
        </h1>
        {fault === '' && !untried && signedOutWhy.value === 'expired' ? (
          <p class="fault calm" role="status">
            <Icon of={info} size={18} />
            {t('door.expired')}
          </p>
        ) : null}
        <div role="alert">
          {fault === '' ? null : (
            <p class="fault" id="door-fault">
              <Icon of={alert} size={18} />
              {fault}
            </p>
          )}
          {fault === '' && untried ? (
            <p class="fault calm">
              <Icon of={info} size={18} />
              {t('door.unlocked')}
            </p>
          ) : null}
        </div>
        <label class="f">
          <span class="lab">{t('door.name')}</span>
          <input
            ref={name}
            class="in"
            name="name"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            aria-invalid={wrong !== ''}
            aria-describedby={fault === '' ? undefined : 'door-fault'}
          />
        </label>
        <label class="f">
          <span class="lab">{t('door.password')}</span>
          <input
            ref={password}
            class="in"
            type="password"
            name="password"
            autocomplete="current-password"
            aria-invalid={wrong !== ''}
            aria-describedby={fault === '' ? undefined : 'door-fault'}
          />
        </label>
        <button class="btn primary" type="submit" disabled={busy || locked > 0}>
          {t('door.enter')}
        </button>
      </form>
    </Door>
  );
}

export function ChangePassword(props: {
  who: Account;
  old?: string;
  onDone: (who: Account) => void;
}) {
  const old = useRef<HTMLInputElement>(null);
  const fresh = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => (old.current ?? fresh.current)?.focus(), []);
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);

  const submit = async (event: Event) => {
    event.preventDefault();
    const wanted = fresh.current?.value ?? '';
    if (isTooShort(wanted)) return setWrong(t('door.short', { n: passwordCharactersMin }));
    if (wanted !== again.current?.value) return setWrong(t('door.differ'));
    setBusy(true);
    const reply = await rest.password(props.old ?? old.current?.value ?? '', wanted);
    if (reply.ok) return props.onDone({ ...props.who, must_change_password: false });
    setBusy(false);
    setWrong(signInWords(reply.fault));
  };

  return (
    <Door>
      <form onSubmit={submit} noValidate>
        <h1>{t('door.change')}</h1>
        <p class="lead">{t('door.changeLead', { name: props.who.name })}</p>
        <div role="alert">
          {wrong === '' ? null : (
            <p class="fault">
              <Icon of={alert} size={18} />
              {wrong}
            </p>
          )}
        </div>
        <Passwords old={props.old === undefined ? old : undefined} fresh={fresh} again={again} />
        <button class="btn primary" type="submit" disabled={busy}>
          {t('door.save')}
        </button>
        <button
          class="btn quiet"
          type="button"
          onClick={() =>
            void signOut().then((why) => (why === undefined ? location.reload() : setWrong(why)))
          }
        >
          {t('door.leave')}
        </button>
      </form>
    </Door>
  );
}

type Field = { readonly current: HTMLInputElement | null };

function Passwords(of: { old: Field | undefined; fresh: Field; again: Field }) {
  return (
    <>
      {of.old ? (
        <label class="f">
          <span class="lab">{t('door.old')}</span>
          <input ref={of.old} class="in" type="password" autocomplete="current-password" />
        </label>
      ) : null}
      <label class="f">
        <span class="lab">{t('door.fresh')}</span>
        <input ref={of.fresh} class="in" type="password" autocomplete="new-password" />
        <span class="hint">{t('door.rule', { n: passwordCharactersMin })}</span>
      </label>
      <label class="f">
        <span class="lab">{t('door.again')}</span>
        <input ref={of.again} class="in" type="password" autocomplete="new-password" />
      </label>
    </>
  );
}
