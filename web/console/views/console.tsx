import { useEffect } from 'preact/hooks';
import { followAddress, type Route, route } from '../route.ts';
import type { Account } from '../session/rest.ts';
import { t } from '../text.ts';
import { Announcer, Toasts } from './announcer.tsx';
import { AskDialog } from './ask.tsx';
import { useAttention } from './attention.ts';
import { DeskPage } from './desk_page.tsx';
import { useKeys } from './keys.ts';
import { KeysDialog } from './keys_dialog.tsx';
import { lazy, Suspense } from './lazy.tsx';
import { LinkNotice } from './link_notice.tsx';
import { MissedNotice } from './missed_notice.tsx';
import { OfferToast } from './offer.tsx';
import { useOpenChat } from './open_chat.ts';
import { Palette } from './palette.tsx';
import { TopBar } from './top_bar.tsx';

const Wall = lazy(() => import('./wall/wall_page.tsx').then((m) => m.WallPage));
const Records = lazy(() => import('./records/records_page.tsx').then((m) => m.RecordsPage));
const Admin = lazy(() => import('./admin/admin_page.tsx').then((m) => m.AdminPage));

const homeOf = (who: Account): Route => ({ page: who.role === 'agent' ? 'desk' : 'wall' });

// The frame around every page: bar, notice, page, and what floats.
export function Console({ who }: { who: Account }) {
  useEffect(() => followAddress(homeOf(who)), [who.role]);
  useOpenChat();
  useKeys();
  useAttention();
  return (
    <div class="console">
      <button
        type="button"
        class="btn skip"
        onClick={() => document.getElementById('page')?.focus()}
      >
        {t('skip')}
      </button>
      <TopBar who={who} />
      <div class="notices">
        <LinkNotice />
        <MissedNotice />
      </div>
      <div class="page" id="page" tabIndex={-1}>
        <Page who={who} />
      </div>
      <OfferToast />
      <Palette who={who} />
      <KeysDialog />
      <AskDialog />
      <Toasts />
      <Announcer />
    </div>
  );
}

function Page({ who }: { who: Account }) {
  const at = route.value;
  if (at.page === 'wall' && who.role !== 'agent') return <Suspense of={Wall} props={{}} />;
  if (at.page === 'records') return <Suspense of={Records} props={at.id ? { id: at.id } : {}} />;
  if (at.page === 'admin' && who.role !== 'agent') {
    return <Suspense of={Admin} props={{ part: at.part, mayEdit: who.role === 'admin' }} />;
  }
  return <DeskPage />;
}
