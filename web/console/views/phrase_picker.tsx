import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { Card } from '#protocol';
import { announce } from '#ui/announce.ts';
import { alert } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { nextIndex } from '#ui/roving.ts';
import { limits } from '../state/limits.ts';
import { type Hit, matchPhrases, segmentsOf } from '../state/phrases.ts';
import { t } from '../text.ts';
import { topicLabel } from './labels.ts';
import { phrasesFor, phraseValues } from './phrase_values.ts';

export interface PickerHandle {
  key(event: KeyboardEvent): boolean; // true: the key was for the picker
}

interface PickerProps {
  readonly query: string;
  readonly card: Card;
  readonly field: { current: HTMLTextAreaElement | null };
  readonly handle: { current: PickerHandle | null };
  readonly onPick: (text: string) => void;
  readonly onClose: () => void;
}

// The `/` list above the composer. Focus stays in the text; this only listens to its keys.
export function PhrasePicker(props: PickerProps) {
  const { card, query } = props;
  const found = useMemo(
    () => matchPhrases(phrasesFor(card), query, card.topic, limits.phraseRows),
    [query, card.topic, card.customer.locale],
  );
  const [at, setAt] = useState(0);
  useEffect(() => {
    setAt(0);
    announce(foundWords(found.total, query));
  }, [query]);

  const hit = found.hits[at];
  useEffect(() => {
    const area = props.field.current;
    if (hit) area?.setAttribute('aria-activedescendant', `phrase-${at}`);
    return () => area?.removeAttribute('aria-activedescendant');
  }, [at, hit === undefined]);
  props.handle.current = {
    key(event) {
      if (event.key === 'Escape') props.onClose();
      else if (!hit || event.key === 'Home' || event.key === 'End') return false;
      else if (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey))
        props.onPick(hit.phrase.template);
      else {
        const to = nextIndex(event.key, at, found.hits.length, 'vertical');
        if (to === undefined) return false;
        setAt(to);
      }
      return true;
    },
  };
  // With the list goes its hold on the keys, at once: the next key may follow before a paint.
  useLayoutEffect(
    () => () => {
      props.handle.current = null;
    },
    [],
  );

  return (
    <section class="picker" aria-label={t('phrase.title')}>
      <Heading words={foundWords(found.total, query)} />
      {found.hits.length > 0 ? (
        <Hits hits={found.hits} at={at} card={card} onPick={props.onPick} />
      ) : (
        <p class="none">{t('phrase.none')}</p>
      )}
      {hit ? <Preview text={hit.phrase.template} card={card} /> : null}
    </section>
  );
}

function Heading({ words }: { words: string }) {
  return (
    <p class="ph">
      <b>{t('phrase.title')}</b>
      {words}
      <span class="end" aria-hidden="true">
        <span>
          <span class="kbd">↑↓</span> {t('phrase.choose')}
        </span>
        <span>
          <span class="kbd">Tab</span> {t('phrase.insert')}
        </span>
        <span>
          <span class="kbd">Esc</span> {t('phrase.close')}
        </span>
      </span>
    </p>
  );
}

function Hits(props: {
  hits: readonly Hit[];
  at: number;
  card: Card;
  onPick: (text: string) => void;
}) {
  return (
    <ul id="phrases" role="listbox" aria-label={t('phrase.title')}>
      {props.hits.map((one, i) => (
        <li
          key={one.phrase.code}
          id={`phrase-${i}`}
          role="option"
          aria-selected={i === props.at}
          onPointerDown={(event) => {
            event.preventDefault();
            props.onPick(one.phrase.template);
          }}
        >
          <code>{one.phrase.code}</code>
          <span class="one" lang={props.card.customer.locale}>
            <Marked hit={one} />
          </span>
          <span class="one">
            {one.phrase.topic === '' ? t('phrase.any') : topicLabel(one.phrase.topic)}
          </span>
        </li>
      ))}
    </ul>
  );
}

const foundWords = (n: number, query: string) =>
  query === '' ? t('phrase.all', { n }) : t('phrase.found', { n, query });

function Marked({ hit }: { hit: Hit }) {
  const [mark] = hit.marks;
  const { text } = hit.phrase;
  if (!mark) return <>{text}</>;
  return (
    <>
      {text.slice(0, mark[0])}
      <mark>{text.slice(mark[0], mark[1])}</mark>
      {text.slice(mark[1])}
    </>
  );
}

function Preview({ text, card }: { text: string; card: Card }) {
  const segments = segmentsOf(text, phraseValues(card));
  const unfilled = segments.filter((segment) => segment.kind === 'unfilled').length;
  return (
    <div class="view" lang={card.customer.locale}>
      {segments.map((segment, i) =>
        segment.kind === 'text' ? (
          segment.text
        ) : (
          <span key={i} class={`var${segment.kind === 'unfilled' ? ' unfilled' : ''}`}>
            {segment.text}
          </span>
        ),
      )}
      {unfilled > 0 ? (
        <small lang={document.documentElement.lang}>
          <Icon of={alert} size={14} />
          {t('phrase.unfilled', { n: unfilled })}
        </small>
      ) : null}
    </div>
  );
}
