import { useRef, useState } from 'preact/hooks';
import type { Card } from '#protocol';
import { alert, lock, send as sendGlyph } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { Tabs } from '#ui/tabs.tsx';
import type { Writing } from '../state/drafts.ts';
import { segmentsOf, toJudge, unfilledIn } from '../state/phrases.ts';
import { t } from '../text.ts';
import { useAct } from './keys.ts';
import { customerName } from './labels.ts';
import { PhrasePicker, type PickerHandle } from './phrase_picker.tsx';
import { phraseValues } from './phrase_values.ts';
import { type Unsent, UnsentBar } from './unsent.tsx';
import { type ComposedText, useComposedText } from './use_composed_text.ts';
import { useRefused, useSending, useWanted } from './use_sending.ts';

// Reply or internal note.
export function Composer(props: { card: Card; kinds: readonly Writing[]; unsent: Unsent }) {
  const { card, kinds, unsent } = props;
  const [chosen, setKind] = useState<Writing | undefined>();
  // What was chosen may have gone with the chat's end.
  const kind = chosen && kinds.includes(chosen) ? chosen : (kinds[0] ?? 'note');
  const isLeft = unsent.kinds.includes(kind);
  const picker = useRef<PickerHandle | null>(null);
  const text = useComposedText(card.c, kind, isLeft);
  const { busy, submit } = useSending(card.c, kind, text, isLeft ? unsent.words : undefined);
  useWanted(card.c, kinds, kind, () => setKind('reply'), text);
  useRefused(card.c, kind, text);
  useAct('note', () => {
    if (kinds.length < 2) return false;
    setKind(kind === 'reply' ? 'note' : 'reply');
    return true;
  });
  return (
    <>
      <Phrases card={card} text={text} picker={picker} />
      <div class="comp" data-kind={kind}>
        <KindTabs kinds={kinds} kind={kind} onChoose={setKind} />
        <div id="composer-panel" role="tabpanel" aria-labelledby={`composer-tab-${kind}`}>
          <Words
            card={card}
            kind={kind}
            isLeft={isLeft}
            text={text}
            picker={picker}
            onSend={submit}
          />
          <div role="alert">
            {isLeft ? <UnsentBar kind={kind} unsent={unsent} field={text.field} /> : null}
            {text.fault ? (
              <p class={`fault ${text.fault.tone}`} id="composer-fault">
                <Icon of={alert} size={14} />
                {text.fault.words}
              </p>
            ) : null}
          </div>
          <Tools kind={kind} over={text.over} isLeft={isLeft} busy={busy} onSend={submit} />
        </div>
      </div>
    </>
  );
}

function KindTabs(props: {
  kinds: readonly Writing[];
  kind: Writing;
  onChoose: (kind: Writing) => void;
}) {
  const note = (
    <>
      <Icon of={lock} size={14} />
      {t('note.label')}
    </>
  );
  return (
    <Tabs
      class="tabs"
      base="composer"
      label={t('composer.kind')}
      selected={props.kind}
      onSelect={(id) => props.onChoose(id as Writing)}
      tabs={props.kinds.map((id) => ({ id, label: id === 'reply' ? t('composer.reply') : note }))}
      after={props.kinds.length > 1 ? <span class="kbd">Alt M</span> : null}
    />
  );
}

// The `/` list, while the text asks for it. A phrase takes the place of what asked, and what is to be
// judged in it is selected.
function Phrases(props: {
  card: Card;
  text: ComposedText;
  picker: { current: PickerHandle | null };
}) {
  const { card, text, picker } = props;
  const { slash, field } = text;
  if (!slash) return null;
  const insert = (template: string) => {
    const area = field.current;
    if (!area) return;
    const segments = segmentsOf(template, phraseValues(card));
    const filled = segments.map((segment) => segment.text).join('');
    const before = area.value.slice(0, slash.from);
    const after = area.value.slice(slash.from + slash.query.length + 1);
    picker.current = null;
    text.closeSlash();
    const judged = toJudge(segments) ?? { from: filled.length, to: filled.length };
    text.put(before + filled + after, before.length + judged.from, before.length + judged.to);
  };
  return (
    <PhrasePicker
      query={slash.query}
      card={card}
      field={field}
      handle={picker}
      onPick={insert}
      onClose={text.closeSlash}
    />
  );
}

function Words(props: {
  card: Card;
  kind: Writing;
  isLeft: boolean;
  text: ComposedText;
  picker: { current: PickerHandle | null };
  onSend: () => void;
}) {
  const { kind, text, picker } = props;
  const name = customerName(props.card);
  const reply = kind === 'reply';
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (picker.current?.key(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === 'Tab' && !event.shiftKey && jumpToUnfilled(text.field.current))
      event.preventDefault();
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      props.onSend();
    }
  };
  return (
    <textarea
      ref={text.field}
      rows={1}
      aria-label={reply ? t('composer.to', { name }) : t('composer.noteTo', { name })}
      aria-autocomplete={reply ? 'list' : undefined}
      aria-controls={text.slash ? 'phrases' : undefined}
      aria-invalid={text.fault?.tone === 'bad' || text.over > 0}
      aria-describedby={
        text.fault ? 'composer-fault' : props.isLeft ? 'composer-unsent' : undefined
      }
      placeholder={reply ? t('composer.hint', { name }) : t('composer.noteHint')}
      onInput={text.changed}
      onKeyDown={onKeyDown}
      onKeyUp={text.look}
      onClick={text.look}
    />
  );
}

function Tools(props: {
  kind: Writing;
  over: number;
  isLeft: boolean;
  busy: boolean;
  onSend: () => void;
}) {
  const { kind, over, isLeft } = props;
  return (
    <div class="tools">
      {over > 0 ? (
        <span class="hint over">{t('composer.over', { n: over })}</span>
      ) : (
        <span class="hint">{isLeft ? null : t('composer.keys')}</span>
      )}
      <button
        type="button"
        class="btn primary"
        disabled={props.busy || over > 0 || isLeft}
        onClick={props.onSend}
      >
        {kind === 'reply' ? t('composer.send') : t('composer.addNote')}
        <Icon of={kind === 'reply' ? sendGlyph : lock} size={16} />
      </button>
    </div>
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
