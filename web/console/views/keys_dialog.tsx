import { Dialog } from '#ui/dialog.tsx';
import { desk } from '../session/store.ts';
import { type Act, bindings } from '../state/keymap.ts';
import { type Key, t } from '../text.ts';
import { keysOpen } from './ui.ts';

const names: Partial<Record<Act, Key>> = {
  accept: 'offer.accept',
  decline: 'offer.decline',
  take: 'act.take',
  urgent: 'act.urgent',
  end: 'act.end',
  next: 'act.next',
  previous: 'act.previous',
  note: 'act.note',
  sop: 'sop.more',
  region: 'act.region',
  regionBack: 'act.regionBack',
  palette: 'palette.title',
  keys: 'keys.title',
};

export function KeysDialog() {
  if (!keysOpen.value) return null;
  const isAgent = desk.value.staff?.role === 'agent';
  return (
    <Dialog
      title={t('keys.title')}
      closeLabel={t('close')}
      onClose={() => {
        keysOpen.value = false;
      }}
    >
      <dl class="keys">
        {bindings.map(({ act, shown }) => {
          const name = act === 'take' && isAgent ? undefined : names[act];
          return name ? (
            <div key={act}>
              <dt>{t(name)}</dt>
              <dd>
                {shown.split(' ').map((key) => (
                  <kbd key={key} class="kbd">
                    {key}
                  </kbd>
                ))}
              </dd>
            </div>
          ) : null;
        })}
        <div>
          <dt>{t('act.send')}</dt>
          <dd>
            <kbd class="kbd">Enter</kbd>
          </dd>
        </div>
        <div>
          <dt>{t('act.newline')}</dt>
          <dd>
            <kbd class="kbd">Shift</kbd> <kbd class="kbd">Enter</kbd>
          </dd>
        </div>
        <div>
          <dt>{t('act.phrase')}</dt>
          <dd>
            <kbd class="kbd">/</kbd>
          </dd>
        </div>
      </dl>
    </Dialog>
  );
}
