import { useEffect, useState } from 'preact/hooks';
import { type Account, rest } from '../session/rest.ts';
import { account, enter } from '../session/store.ts';
import { adoptLocale } from '../settings.ts';
import { Console } from './console.tsx';
import { useFocusKept } from './focus_kept.ts';
import { ChangePassword, SignIn } from './sign_in.tsx';

type Gate =
  | { readonly at: 'asking' }
  | { readonly at: 'door' }
  | { readonly at: 'change'; readonly who: Account; readonly old?: string };

// Who is there? A cookie from before, the sign-in form, or a one-time password to be changed.
export function App() {
  const [gate, setGate] = useState<Gate>({ at: 'asking' });
  useFocusKept();

  useEffect(() => {
    void rest.account().then(async (reply) => {
      if (!reply.ok) return setGate({ at: 'door' });
      if (reply.value.must_change_password) return setGate({ at: 'change', who: reply.value });
      await admit(reply.value);
    });
  }, []);

  const admit = async (who: Account) => {
    await adoptLocale(who.locale).catch(() => undefined); // its words did not come: ours go on
    await enter(who);
    setGate({ at: 'door' }); // where signing out leads
  };

  if (account.value) return <Console who={account.value} />;
  if (gate.at === 'asking') return null;
  if (gate.at === 'change') {
    return (
      <ChangePassword
        who={gate.who}
        {...(gate.old === undefined ? {} : { old: gate.old })}
        onDone={(who) => void admit(who)}
      />
    );
  }
  const toChange = (who: Account, old: string) => setGate({ at: 'change', who, old });
  return <SignIn onChange={toChange} onEntered={admit} />;
}
