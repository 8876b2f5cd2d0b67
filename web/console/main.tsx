import { render } from 'preact';
import '#ui/base.css';
import '#ui/tokens.css';
import '#ui/common_talk.css';
import '#ui/common.css'; // after it: what is disabled looks so
import '#ui/parts.css';
import '#ui/marks.css';
import '#ui/cards.css';
import '#ui/layers.css';
import '#ui/fields.css';
import './styles/frame.css';
import './styles/inbox.css';
import './styles/ledger.css';
import './styles/composer.css';
import './styles/thread.css'; // after the two above: its narrow widths change them
import './styles/side.css';
import './styles/offer.css';
import './styles/sign_in.css';
import './styles/touch.css';
import { startClock } from './session/clock.ts';
import { netChanged, wake } from './session/store.ts';
import { firstLocale } from './settings.ts';
import { speak } from './text.ts';
import { App } from './views/app.tsx';

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app');

startClock();
for (const of of ['online', 'offline'] as const) {
  window.addEventListener(of, () => netChanged(of === 'online'));
}
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') wake();
});
// Tried again until the words are here: without them there is nothing to show.
function begin(at: HTMLElement): void {
  speak(firstLocale()).then(
    () => render(<App />, at),
    () => setTimeout(begin, 2_000, at),
  );
}
begin(root);
