import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { down } from '#ui/glyphs.ts';
import { useCell } from './cells.ts';
import { Composer } from './composer.tsx';
import { labelOf } from './config.ts';
import { asking, orderNo, topicKey, unsent } from './drafts.ts';
import { Icon } from './icon.tsx';
import { keysTo } from './keys.ts';
import { Rows } from './rows.tsx';
import { Seal } from './seal.tsx';
import { config, intend, open, order, orders, spoken } from './state.ts';
import { isOver } from './talk_of.ts';
import type { Talk } from './view.ts';
import { locale, t } from './words.ts';

const NEAR_END_PX = 60;

/** The log and what follows it: composer while it runs, the ways on when it has ended. */
export function ChatScreen({ talk, rate }: { talk: Talk; rate: () => void }) {
  return (
    <>
      <Log key={talk.c} talk={talk} />
      {isOver(talk) ? (
        <Ways talk={talk} rate={rate} />
      ) : (
        <Composer c={talk.c} placeholder={t('chat.write')} />
      )}
    </>
  );
}

function Ways({ talk, rate }: { talk: Talk; rate: () => void }) {
  const again = talk.state === 'abandoned';
  // The next begins with all that nobody has answered, else with what the end was faster than.
  const own = talk.rows.flatMap((row) =>
    row.kind === 'message' && row.mine && (again || row.deletable) ? row : [],
  );
  const words = [...own.map((row) => row.text), unsent()].filter(Boolean).join('\n');
  const anew = () => {
    if (again) {
      topicKey.text = talk.topic;
      order.value = orders.value.find((one) => one.no === talk.order);
      orderNo.text = order.value ? '' : (talk.order ?? '');
    }
    if (!asking.text) {
      asking.text = words;
      for (const { key } of own) if (key) intend({ do: 'discard', key });
    }
    intend({ do: 'mark', as: 'putAway' });
  };
  return (
    <footer class="w-foot ways">
      {again ? null : (
        <>
          {talk.rated ? (
            <p class="thanks">{labelOf(config.value?.survey.thanks, locale())}</p>
          ) : null}
          <button type="button" class="btn quiet" onClick={rate}>
            {t(talk.rated ? 'ended.change' : 'ended.rate')}
          </button>
        </>
      )}
      {again || words ? <p class="thanks">{t(again ? 'ended.said' : 'ended.kept')}</p> : null}
      <button type="button" class="btn primary" onClick={anew}>
        {t(again ? 'ended.again' : 'ended.new')}
      </button>
    </footer>
  );
}

export function Log({ talk }: { talk: Talk }) {
  const box = useRef<HTMLDivElement>(null);
  const [below, look, toEnd] = useEnd(box, talk);
  useHeard(talk);
  // Back from the rating, whose button is gone: the keyboard goes on here.
  useEffect(() => (talk.state === 'ended' ? keysTo(box.current) : undefined), []);

  return (
    <div class="log-at">
      <div
        ref={box}
        class="w-body log"
        role="log"
        aria-live="off"
        aria-label={t('chat.log')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard
        tabIndex={0}
        onScroll={look}
      >
        <div class="push" />
        <Rows rows={talk.rows} agent={talk.agent} />
        {talk.typing ? <Typing name={talk.agent ?? t('chat.agent')} /> : null}
      </div>
      {below.value ? (
        <button type="button" class="pill" onClick={toEnd}>
          {t('chat.new')}
          <Icon of={down} size={16} />
        </button>
      ) : null}
    </div>
  );
}

/** Whoever is at the end stays there and has read it; `below`: there is more for who is further up. */
function useEnd(box: RefObject<HTMLDivElement | null>, talk: Talk) {
  const atEnd = useRef(true);
  const below = useCell(false);

  const look = () => {
    const el = box.current;
    if (!el) return;
    atEnd.current = el.scrollHeight - el.scrollTop - el.clientHeight < NEAR_END_PX;
    if (atEnd.current) {
      below.value = false;
      if (!document.hidden && open.value) intend({ do: 'seen' });
    }
  };
  const toEnd = () => {
    const el = box.current;
    if (el) el.scrollTop = el.scrollHeight;
    look();
  };

  const own = talk.rows.filter((row) => row.kind === 'message' && row.mine).length;
  const ownBefore = useRef(own);
  useLayoutEffect(() => {
    // One's own words are gone after wherever one was reading, even when an answer came in between.
    if (atEnd.current || own > ownBefore.current) toEnd();
    else if (talk.unread) below.value = true;
    ownBefore.current = own;
  }, [talk.rows.length, own, talk.typing, talk.unread, open.value]);

  useEffect(() => {
    const el = box.current;
    if (!el) return;
    const resized = new ResizeObserver(() => {
      if (atEnd.current) toEnd();
    });
    resized.observe(el);
    document.addEventListener('visibilitychange', look);
    return () => {
      resized.disconnect();
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return [below, look, toEnd] as const;
}

/** Only what others say now is spoken: not the history, not one's own words. */
function useHeard(talk: Talk): void {
  const upTo = useRef(talk.top);
  useEffect(() => {
    let heard = '';
    for (const r of talk.rows)
      if (r.kind === 'message' && !r.mine && r.q && r.q > upTo.current) {
        upTo.current = r.q;
        heard += `${r.name ?? talk.agent ?? ''} ${r.text} `;
      }
    if (heard) spoken.value = heard;
  }, [talk.rows]);
}

function Typing({ name }: { name: string }) {
  return (
    <div class="msg typing-at">
      <Seal name={name} />
      <p class="b last">
        <span class="typing" role="img" aria-label={t('chat.typing', { name })}>
          <i />
          <i />
          <i />
        </span>
      </p>
    </div>
  );
}
