import { useEffect } from 'preact/hooks';
import { useCell, useCells } from './cells.ts';
import { Header } from './header.tsx';
import { Lacking } from './lacking.tsx';
import { PreChat } from './prechat.tsx';
import {
  config,
  forgets,
  intend,
  lacking,
  open,
  page,
  spoken,
  talkScreens,
  view,
} from './state.ts';
import { speaks } from './words.ts';

/** Which screen, and nothing else. */
export function App() {
  useCells();
  const rating = useCell<string | undefined>(undefined);
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.key === 'Escape' && !e.defaultPrevented && !document.querySelector('dialog[open]'))
        page.tell({ t: 'close' });
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  const screens = talkScreens.value;
  if (!open.value) return screens ? <screens.Peek /> : null;
  const talk = view.value.talk;
  const asks =
    talk?.state === 'ended' && (rating.value === talk.c || !(talk.rated || talk.skipped));

  const about = speaks() ? config.value : undefined;
  const lack = lacking.value ? <Lacking /> : null;
  const isBare = !about || (talk && !screens);

  const screen = () => {
    if (!about || (talk && !screens)) return <div class="w-body bare">{lack}</div>;
    if (!talk || !screens) return <PreChat config={about} />;
    const { ChatScreen, RatingScreen, Waiting } = screens;
    if (talk.state === 'waiting') return <Waiting talk={talk} config={about} />;
    if (asks)
      return (
        <RatingScreen
          talk={talk}
          config={about}
          done={() => {
            rating.value = undefined;
            intend({ do: 'mark', as: 'skipped' });
          }}
        />
      );
    return <ChatScreen talk={talk} rate={() => (rating.value = talk.c)} />;
  };

  return (
    <main class="w" key={forgets.value}>
      <Header talk={talk} config={about} />
      {screens ? <screens.Notices /> : null}
      {isBare ? null : lack}
      {screen()}
      <p class="vh" role="status">
        {spoken.value}
      </p>
    </main>
  );
}
