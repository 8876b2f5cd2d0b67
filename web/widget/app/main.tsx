import '#ui/tokens.css';
import '#ui/base.css';
import '#ui/common.css';
import './style.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { page, prepare, watch } from './state.ts';

const root = document.getElementById('app');
if (root)
  void prepare().then(() => {
    render(<App />, root);
    watch();
    page.event('ready');
  });
