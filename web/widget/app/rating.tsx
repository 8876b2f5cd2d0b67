import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Solved } from '#protocol';
import { type Cell, useCell } from './cells.ts';
import { type Config, type Label, labelOf, type Survey } from './config.ts';
import { keysTo } from './keys.ts';
import { isShort, leftOf } from './left.ts';
import { LeftNote } from './left_note.tsx';
import { intend, view } from './state.ts';
import { SOLVED, type Talk } from './view.ts';
import { type Key, locale, t } from './words.ts';

const SCORES = [1, 2, 3, 4, 5] as const;
const say = (label: Label | undefined) => labelOf(label, locale());

/** Five words, never stars; everything but the score may stay open; skipping is one press. */
export function RatingScreen(props: { talk: Talk; config: Config; done: () => void }) {
  const before = props.talk.rating;
  const score = useCell(before?.score ?? 0);
  const solved = useCell<Solved | undefined>(before?.solved);
  const tags = useCell<string[]>(before?.tags ?? []);
  const left = useCell(leftOf(before?.comment ?? ''));
  const comment = useRef<HTMLTextAreaElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const { survey } = props.config;
  const good = score.value >= 4;
  const list = score.value ? survey.tags.filter((tag) => tag.for_good === good) : [];

  useEffect(() => keysTo(title.current), []);

  const send = (e: Event) => {
    e.preventDefault();
    if (!score.value) return;
    intend(
      {
        do: 'rate',
        score: score.value,
        tags: tags.value.filter((key) => list.some((tag) => tag.key === key)),
        comment: comment.current?.value.trim() ?? '',
        ...(solved.value && { solved: solved.value }),
      },
      (taken) => {
        if (taken) props.done();
      },
    );
  };

  return (
    <form class="w-form" onSubmit={send}>
      <div class="w-body">
        <h2 ref={title} tabIndex={-1}>
          {say(survey.question)}
        </h2>
        <p class="lead">{t('rate.lead')}</p>
        {scores(survey, score)}
        {answers(survey, solved)}
        {list.length ? reasons(list, good, tags) : null}
        {more(comment, left, before?.comment ?? '')}
      </div>
      <footer class="w-foot two">
        <button type="button" class="btn quiet" onClick={props.done}>
          {t('rate.skip')}
        </button>
        <button
          type="submit"
          class="btn primary"
          disabled={!score.value || left.value < 0 || view.value.busy}
        >
          {t('rate.send')}
        </button>
      </footer>
    </form>
  );
}

function scores(of: Survey, score: Cell<number>) {
  return (
    <fieldset class="block five">
      <legend class="vh">{t('rate.score')}</legend>
      {SCORES.map((n) => (
        <label key={n} class={score.value === n ? 'on' : ''}>
          <input
            type="radio"
            class="vh"
            name="score"
            checked={score.value === n}
            onChange={() => (score.value = n)}
          />
          <b>{n}</b>
          {say(of.score_words[n - 1])}
        </label>
      ))}
    </fieldset>
  );
}

function answers(of: Survey, solved: Cell<Solved | undefined>) {
  return (
    <fieldset class="block">
      <legend class="lab">{say(of.solved_question)}</legend>
      <div class="seg">
        {SOLVED.map((s) => (
          <button
            key={s}
            type="button"
            aria-pressed={solved.value === s}
            onClick={() => (solved.value = solved.value === s ? undefined : s)}
          >
            {t(`rate.solved_${s}` as Key)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

function reasons(list: Survey['tags'], good: boolean, tags: Cell<string[]>) {
  return (
    <fieldset class="block">
      <legend class="lab">
        {t(good ? 'rate.liked' : 'rate.tags')}
        <small>{t('rate.any')}</small>
      </legend>
      <div class="reasons">
        {list.map(({ key, label }) => {
          const on = tags.value.includes(key);
          return (
            <button
              key={key}
              type="button"
              class={on ? 'on' : ''}
              aria-pressed={on}
              onClick={() =>
                (tags.value = on ? tags.value.filter((x) => x !== key) : [...tags.value, key])
              }
            >
              {say(label)}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}

function more(box: RefObject<HTMLTextAreaElement | null>, left: Cell<number>, before: string) {
  return (
    <div class="block">
      <label class="lab" for="comment">
        {t('rate.comment')}
        <small>{t('prechat.optional')}</small>
      </label>
      <textarea
        id="comment"
        ref={box}
        class="field area"
        rows={3}
        aria-describedby={isShort(left.value) ? 'left' : undefined}
        placeholder={t('rate.comment_hint')}
        defaultValue={before}
        onInput={(e) => (left.value = leftOf(e.currentTarget.value))}
      />
      <LeftNote left={left.value} />
    </div>
  );
}
