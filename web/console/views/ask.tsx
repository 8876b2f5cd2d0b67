import { signal } from '@preact/signals';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Dialog } from '#ui/dialog.tsx';
import { t } from '../text.ts';

export interface Question {
  readonly title: string;
  readonly lines: readonly string[]; // what happens
  readonly yes: string; // the verb
}

interface Asked extends Question {
  readonly answer: (yes: boolean) => void;
}

const asked = signal<Asked | undefined>(undefined);

// Asks before something is left behind: Enter does it, Esc does not. One question at a time; a second one
// is answered with no.
export function ask(question: Question): Promise<boolean> {
  if (asked.peek()) return Promise.resolve(false);
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer: (yes) => {
        asked.value = undefined;
        resolve(yes);
      },
    };
  });
}

export function AskDialog() {
  return asked.value ? <OpenQuestion of={asked.value} /> : null;
}

function OpenQuestion({ of }: { of: Asked }) {
  const yes = useRef<HTMLButtonElement>(null);
  const words = useId();
  useLayoutEffect(() => yes.current?.focus(), []);
  // The page went away under it: that is no answer.
  useEffect(() => () => of.answer(false), []);
  return (
    <Dialog
      title={of.title}
      closeLabel={t('close')}
      onClose={() => of.answer(false)}
      class="ask"
      foot={
        <>
          <button type="button" class="btn quiet" onClick={() => of.answer(false)}>
            {t('cancel')}
          </button>
          <button
            ref={yes}
            type="button"
            class="btn primary"
            aria-describedby={words}
            onClick={() => of.answer(true)}
          >
            {of.yes}
          </button>
        </>
      }
    >
      <div id={words}>
        {of.lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </Dialog>
  );
}
