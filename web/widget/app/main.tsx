import '#ui/tokens.css';
import '#ui/base.css';
import '#ui/common.css';
import './style.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { page, prepare, watch } from './state.ts';

const root = document.getElementById('app');
/** Tried again until the words are here: without them there is nothing to show. */
function begin(at: HTMLElement): void {
  prepare().then(
    () => {
      render(<App />, at);
      watch();
      page.event('ready');
    },
    () => setTimeout(begin, 2_000, at),
  );
}
if (root) begin(root);
