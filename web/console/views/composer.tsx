import { signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Card } from '#protocol';
import { announce } from '#ui/announce.ts';
import { alert, lock, send as sendGlyph } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { draftOf, keepDraft } from '../session/drafts.ts';
import { addNote, desk, discard, say, talkOf, typed } from '../session/store.ts';
import { failureWords, refusalWords } from '../session/words.ts';
import { draftId, type Writing } from '../state/drafts.ts';
import { segmentsOf, slashQuery, toJudge, unfilledIn } from '../state/phrases.ts';
import { t } from '../text.ts';
import { useAct } from './keys.ts';
import { customerName } from './labels.ts';
import { PhrasePicker, type PickerHandle } from './phrase_picker.tsx';
import { phraseValues } from './phrase_values.ts';
import { type Unsent, UnsentBar } from './unsent.tsx';

// Words that are to stand in the composer: a failed message that the agent wants to change.
const wanted = signal<string | undefined>(undefined);
export function editInComposer(text: string): void {
  wanted.value = text;
}

interface Fault {
  readonly words: string;
  readonly tone: 'bad' | 'warn';
}

// Reply or internal note. The text is the DOM's own (uncontrolled), so that input methods and fast
// typing are never disturbed.
export function Composer(props: { card: Card; kinds: readonly Writing[]; unsent: Unsent }) {
  const { card, kinds, unsent } = props;
  const [chosen, setKind] = useState<Writing | undefined>();
  // What was chosen may have gone with the chat's end.
  const kind = chosen && kinds.includes(chosen) ? chosen : (kinds[0] ?? 'note');
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<PickerHandle | null>(null);
  const [slash, setSlash] = useState<{ from: number; query: string }>();
  const [fault, setFault] = useState<Fault>();
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(0);
  const c = card.c;
  const draft = draftId(c, kind);
  const isLeft = unsent.kinds.includes(kind);
  const most = desk.value.maxText;

  const put = (text: string, from?: number, to?: number) => {
    const area = field.current;
    if (!area) return;
    area.value = text;
    area.focus();
    area.setSelectionRange(from ?? text.length, to ?? from ?? text.length);
    changed();
  };
  const changed = () => {
    const text = field.current?.value ?? '';
    keepDraft(draft, text);
    if (kind === 'reply' && !isLeft) typed(c, text.trim() !== '');
    setOver(Math.max(0, [...text].length - most));
    setFault(undefined);
    look();
  };
  const look = () => {
    const area = field.current;
    const found =
      area && kind === 'reply' && area.selectionStart === area.selectionEnd
        ? slashQuery(area.value, area.selectionStart)
        : undefined;
    setSlash((before) =>
      before?.from === found?.from && before?.query === found?.query ? before : found,
    );
  };

  useLayoutEffect(() => {
    if (field.current) field.current.value = draftOf(draft) ?? '';
    setFault(undefined);
    setSlash(undefined);
    if (window.matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, [draft]);

  useEffect(() => {
    if (wanted.value === undefined) return;
    put(wanted.value);
    wanted.value = undefined;
  }, [wanted.value]);

  useRefused(kind, c, field, put, setFault);

  useAct('note', () => {
    if (kinds.length < 2) return false;
    setKind(kind === 'reply' ? 'note' : 'reply');
    return true;
  });

  const insert = (template: string) => {
    const area = field.current;
    if (!area || !slash) return;
    const segments = segmentsOf(template, phraseValues(card));
    const filled = segments.map((segment) => segment.text).join('');
    const before = area.value.slice(0, slash.from);
    const text = before + filled + area.value.slice(slash.from + slash.query.length + 1);
    picker.current = null;
    setSlash(undefined);
    const judged = toJudge(segments) ?? { from: filled.length, to: filled.length };
    put(text, before.length + judged.from, before.length + judged.to);
  };

  const submit = async () => {
    const area = field.current;
    const text = area?.value.trim() ?? '';
    if (!area || text === '' || busy || over > 0) return;
    if (isLeft) return announce(unsent.words);
    if (kind === 'note') return submitNote(text);
    const unfilled = unfilledIn(area.value);
    const first = unfilled[0];
    if (first) {
      setFault({ words: t('phrase.unfilled', { n: unfilled.length }), tone: 'warn' });
      area.setSelectionRange(first.from, first.to);
      return;
    }
    if (!say(c, text)) {
      setFault({ words: t('composer.full'), tone: 'bad' });
      return;
    }
    put('');
  };
  const submitNote = async (text: string) => {
    setBusy(true);
    const refused = refusalWords(await addNote(c, text));
    setBusy(false);
    if (refused === undefined) put('');
    else setFault({ words: refused, tone: 'bad' });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (picker.current?.key(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === 'Tab' && !event.shiftKey && jumpToUnfilled(field.current))
      event.preventDefault();
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void submit();
    }
  };

  const name = customerName(card);
  return (
    <>
      {slash ? (
        <PhrasePicker
          query={slash.query}
          card={card}
          field={field}
          handle={picker}
          onPick={insert}
          onClose={() => setSlash(undefined)}
        />
      ) : null}
      <div class="comp" data-kind={kind}>
        <Tabs
          class="tabs"
          base="composer"
          label={t('composer.kind')}
          selected={kind}
          onSelect={(id) => setKind(id as Writing)}
          tabs={kinds.map((id) => ({
            id,
            label:
              id === 'reply' ? (
                t('composer.reply')
              ) : (
                <>
                  <Icon of={lock} size={14} />
                  {t('note.label')}
                </>
              ),
          }))}
          after={kinds.length > 1 ? <span class="kbd">Alt M</span> : null}
        />
        <div id="composer-panel" role="tabpanel" aria-labelledby={`composer-tab-${kind}`}>
          <textarea
            ref={field}
            rows={1}
            aria-label={
              kind === 'reply' ? t('composer.to', { name }) : t('composer.noteTo', { name })
            }
            aria-autocomplete={kind === 'reply' ? 'list' : undefined}
            aria-controls={slash ? 'phrases' : undefined}
            aria-invalid={fault?.tone === 'bad' || over > 0}
            aria-describedby={fault ? 'composer-fault' : isLeft ? 'composer-unsent' : undefined}
            placeholder={kind === 'reply' ? t('composer.hint', { name }) : t('composer.noteHint')}
            onInput={changed}
            onKeyDown={onKeyDown}
            onKeyUp={look}
            onClick={look}
          />
          <div role="alert">
            {isLeft ? <UnsentBar kind={kind} unsent={unsent} field={field} /> : null}
            {fault ? (
              <p class={`fault ${fault.tone}`} id="composer-fault">
                <Icon of={alert} size={14} />
                {fault.words}
              </p>
            ) : null}
          </div>
          <div class="tools">
            {over > 0 ? (
              <span class="hint over">{t('composer.over', { n: over })}</span>
            ) : (
              <span class="hint">{isLeft ? null : t('composer.keys')}</span>
            )}
            <button
              type="button"
              class="btn primary"
              disabled={busy || over > 0 || isLeft}
              onClick={() => void submit()}
            >
              {kind === 'reply' ? t('composer.send') : t('composer.addNote')}
              <Icon of={kind === 'reply' ? sendGlyph : lock} size={16} />
            </button>
          </div>
        </div>
      </div>
    </>
  );
}

// Tab goes to the next variable that is not filled in; false when there is none.
function jumpToUnfilled(area: HTMLTextAreaElement | null): boolean {
  if (!area) return false;
  const all = unfilledIn(area.value);
  const next = all.find((one) => one.from >= area.selectionEnd) ?? all[0];
  if (!next) return false;
  area.setSelectionRange(next.from, next.to);
  return true;
}

// A message refused for a forbidden word comes back into the empty composer with the word marked. One
// that the manual only warns of stays in the ledger, where it can be sent all the same. It never comes
// back as a note.
function useRefused(
  kind: Writing,
  c: string,
  field: { current: HTMLTextAreaElement | null },
  put: (text: string, from?: number, to?: number) => void,
  setFault: (fault: Fault) => void,
): void {
  const refused = talkOf(c).pending.find(
    ({ state, error }) => state === 'failed' && error?.code === 'forbidden_word' && !error.confirm,
  );
  useEffect(() => {
    if (kind !== 'reply' || !refused || field.current?.value !== '') return;
    const word = refused.error?.text ?? '';
    const at = word === '' ? -1 : refused.text.indexOf(word);
    discard(refused.key);
    if (at >= 0) put(refused.text, at, at + word.length);
    else put(refused.text);
    setFault({ words: failureWords(refused.error), tone: 'bad' });
  }, [kind, refused?.key, refused?.state]);
}
