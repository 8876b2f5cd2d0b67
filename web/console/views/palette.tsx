import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { search } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { nextIndex } from '#ui/roving.ts';
import { go } from '../route.ts';
import type { Account } from '../session/rest.ts';
import { current, desk, groups, setPresence, sop } from '../session/store.ts';
import { holdOf, mayTake, takesWork } from '../state/desk.ts';
import { type Act, shownKey } from '../state/keymap.ts';
import { limits } from '../state/limits.ts';
import { type Entry, foundEntries } from '../state/palette.ts';
import { pick, t } from '../text.ts';
import { perform, showConversation } from './keys.ts';
import { customerName, topicLabel } from './labels.ts';
import { goOffline } from './leaving.ts';
import { deskRoute } from './open_chat.ts';
import { paletteOpen, sideOpen, sideTab } from './ui.ts';

interface Doing extends Entry {
  run(): void;
}

// Ctrl+K: acts, pages and conversations by name.
export function Palette({ who }: { who: Account }) {
  return paletteOpen.value ? <OpenPalette who={who} /> : null;
}

function OpenPalette({ who }: { who: Account }) {
  const { dialog, field } = useModal();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const all = entriesFor(who);
  const found = foundEntries(all, query, limits.paletteRows);
  const run = (id: string | undefined) => {
    const entry = all.find((one) => one.id === id);
    close();
    // After the dialog has given the focus back.
    if (entry) setTimeout(() => entry.run(), 0);
  };
  return (
    <dialog
      ref={dialog}
      class="dialog palette"
      aria-label={t('palette.title')}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClose={() => {
        // One that is gone has been closed already.
        if (dialog.current) close();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      <div class="palette-q">
        <Icon of={search} size={18} />
        <input
          ref={field}
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={found[at] ? `palette-${at}` : undefined}
          aria-label={t('palette.title')}
          placeholder={t('palette.hint')}
          onInput={(event) => {
            setQuery(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            const to = rowOf(event, at, found.length);
            if (to === 'chosen') run(found[at]?.id);
            else if (to !== undefined) setAt(to);
          }}
        />
      </div>
      <Found found={found} at={at} onPoint={setAt} onRun={run} />
    </dialog>
  );
}

function close(): void {
  paletteOpen.value = false;
}

function useModal() {
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    field.current?.focus();
    return () => {
      dialog.current?.close();
      before?.focus();
    };
  }, []);
  return { dialog, field };
}

// Where a key leads in the list; Home and End stay in the field, and so does a key of an input method.
function rowOf(event: KeyboardEvent, at: number, count: number): number | 'chosen' | undefined {
  if (event.isComposing || event.keyCode === 229) return undefined;
  const stays = event.key === 'Home' || event.key === 'End';
  const to = stays ? undefined : nextIndex(event.key, at, count, 'vertical');
  if (to === undefined && event.key !== 'Enter') return undefined;
  event.preventDefault();
  return to ?? 'chosen';
}

function Found(props: {
  found: readonly { id: string; label: string; hint?: string }[];
  at: number;
  onPoint: (at: number) => void;
  onRun: (id: string) => void;
}) {
  const { found } = props;
  return (
    <>
      <ul id="palette-list" role="listbox" aria-label={t('palette.title')}>
        {found.map((entry, i) => (
          <li
            key={entry.id}
            id={`palette-${i}`}
            role="option"
            aria-selected={i === props.at}
            onPointerMove={() => props.onPoint(i)}
            onClick={() => props.onRun(entry.id)}
          >
            <span class="one">{entry.label}</span>
            {entry.hint ? <span class="kbd">{entry.hint}</span> : null}
          </li>
        ))}
      </ul>
      {found.length === 0 ? (
        <p class="none" role="status">
          {t('palette.none')}
        </p>
      ) : null}
    </>
  );
}

function entriesFor(who: Account): Doing[] {
  const out: Doing[] = [];
  const byKey = (act: Act, label: string) => {
    const hint = shownKey(act);
    out.push({ id: act, label, ...(hint ? { hint } : {}), run: () => void perform(act) });
  };
  const { waiting, active, wrapUp } = groups.value;
  const card = current.value === undefined ? undefined : desk.value.cards.get(current.value);
  const hold = card ? holdOf(desk.value, card.c) : undefined;
  if (desk.value.offers.length > 0) byKey('accept', t('offer.accept'));
  byKey('urgent', t('act.urgent'));
  if (hold === 'mine') {
    byKey('transfer', t('transfer.do'));
    byKey('end', t('act.end'));
    byKey('note', t('act.note'));
  }
  if (card && mayTake(desk.value, card.c)) byKey('take', t('take.do'));
  if (hold === 'wrap_up') byKey('end', t('wrap.title'));
  if (card) {
    byKey('sop', t('sop.more'));
    for (const [tab, label] of [
      ['customer', t('side.customer')],
      ['orders', t('side.orders')],
      ['records', t('side.recordsAll')],
    ] as const) {
      out.push({
        id: `tab:${tab}`,
        label,
        run: () => {
          sideTab.value = tab;
          sideOpen.value = true;
        },
      });
    }
  }
  for (const one of [...waiting, ...active, ...wrapUp]) {
    out.push({
      id: `c:${one.c}`,
      label: `${customerName(one)} · ${topicLabel(one.topic)}`,
      words: `${one.order ?? ''} ${one.preview?.text ?? ''}`,
      run: () => showConversation(one.c),
    });
  }
  if (takesWork(desk.value)) out.push(...presences());
  if (who.role !== 'agent') {
    out.push({ id: 'p:wall', label: t('page.wall'), run: () => go({ page: 'wall' }) });
    for (const part of ['staff', 'skills', 'storefronts'] as const) {
      out.push({
        id: `p:${part}`,
        label: t(`admin.${part}`),
        run: () => go({ page: 'admin', part }),
      });
    }
  }
  out.push({ id: 'p:desk', label: t('page.desk'), run: () => go(deskRoute()) });
  out.push({ id: 'p:records', label: t('page.records'), run: () => go({ page: 'records' }) });
  byKey('keys', t('keys.title'));
  return out;
}

function presences(): Doing[] {
  return [
    { id: 'online', label: t('presence.online'), run: () => void setPresence('online') },
    ...(sop.value?.away_reasons ?? []).map((reason) => ({
      id: `away:${reason.key}`,
      label: `${t('presence.away')} · ${pick(reason.label, reason.key)}`,
      run: () => void setPresence('away', reason.key),
    })),
    { id: 'offline', label: t('presence.offline'), run: () => void goOffline() },
  ];
}
