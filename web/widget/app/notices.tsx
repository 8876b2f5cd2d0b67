import { close, info, offline as offlineGlyph } from '#ui/glyphs.ts';
import { Icon } from './icon.tsx';
import { config, intend, seconds, view } from './state.ts';
import { type Key, t } from './words.ts';

const SHOWN_AFTER_MS = 2_000;
const SLOW_AFTER_MS = 4_000;
const RETRY_AFTER_MS = 10_000;
const openedAt = Date.now();

const KNOWN = ['too_large', 'conversation_closed', 'rate_limited', 'queue_full', 'unavailable'];

function errorText(code: string, afterS: number | undefined, queued: number): string {
  if (code === 'full') return t('chat.full', { n: queued });
  if (code === 'queue_full' && afterS === undefined) return t('err.unavailable');
  return t(KNOWN.includes(code) ? (`err.${code}` as Key) : 'err.other', { n: afterS ?? 0 });
}

/**
 * The line's state in words, and refusals. After two seconds without it (no flash); at once when the
 * browser itself says that there is no network.
 */
export function Notices() {
  const { net, lostAt, notice, queued } = view.value;
  const now = Math.max(seconds.value, Date.now());
  const offline = !navigator.onLine && net.is !== 'ready';
  const left = net.is === 'waiting' ? Math.max(1, Math.ceil((net.retryAt - now) / 1000)) : 0;

  const line = () => {
    if (net.is === 'stopped' && net.why !== 'left')
      return <Bar text={t(net.why === 'sign_in' ? 'net.sign_in' : 'net.refused')} />;
    if (net.is === 'waiting' && net.limited) return <Bar text={t('net.limited', { n: left })} />;
    if (offline || (lostAt !== undefined && now - lostAt >= SHOWN_AFTER_MS))
      return (
        <Bar text={t('net.lost')} live>
          {offline ? null : (
            <span class="num" aria-hidden="true">
              {net.is === 'waiting' ? t('net.retry_in', { n: left }) : t('net.trying')}
            </span>
          )}
        </Bar>
      );
    if (net.is !== 'ready' && lostAt === undefined && now - openedAt >= SLOW_AFTER_MS)
      return (
        <Bar text={t('net.slow')} live>
          {now - openedAt >= RETRY_AFTER_MS ? (
            <Act text={t('net.reload')} run={() => intend({ do: 'wake' })} />
          ) : null}
        </Bar>
      );
    return null;
  };

  return (
    <>
      {line()}
      {notice && config.value ? (
        <div class="bar tell" role="alert">
          <Icon of={info} size={18} />
          <span>{errorText(notice.code, notice.afterS, queued)}</span>
          <button
            type="button"
            class="ib"
            aria-label={t('close')}
            onClick={() => intend({ do: 'dismiss' })}
          >
            <Icon of={close} size={16} />
          </button>
        </div>
      ) : null}
    </>
  );
}

function Bar(props: { text: string; live?: boolean; children?: preact.ComponentChildren }) {
  return (
    <div class="bar" role="status">
      <Icon of={props.live ? offlineGlyph : info} size={18} />
      <span>{props.text}</span>
      {props.children ? <div class="end">{props.children}</div> : null}
    </div>
  );
}

function Act({ text, run }: { text: string; run: () => void }) {
  return (
    <button type="button" class="act" onClick={run}>
      {text}
    </button>
  );
}
