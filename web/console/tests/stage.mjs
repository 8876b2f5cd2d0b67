/** Opens the built console in Chromium with the mock gateway behind it. Used by look.mjs and axe.mjs. */
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { lendContexts } from '../../tests/browser/browser.mjs';
import { settled } from '../../tests/browser/settled.mjs';

const web = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const { module: mock } = await runnerImport(path.join(web, 'console/tests/mock_gateway.ts'), {
  configFile: false,
  root: web,
});
export const { MockGateway } = mock;

const types = { html: 'text/html', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };

function serve() {
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://x').pathname.replace(/^\/console\/?|^\//, '');
    const file = path.join(web, 'dist/console', asked === '' ? 'index.html' : asked);
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': types[path.extname(file).slice(1)] ?? 'application/octet-stream',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws:",
    });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

export async function openStage() {
  const server = await serve();
  const contexts = await lendContexts({ reducedMotion: 'reduce' });
  const base = `http://localhost:${server.address().port}`;
  return {
    /** A page with its own mock; `at` is the address after `#`, `ready` what must be there. */
    async page(
      options,
      {
        width = 1440,
        height = 900,
        theme = 'light',
        locale = 'zh-Hant',
        at = '',
        ready,
        touch,
      } = {},
    ) {
      // A context of its own: scenes side by side share no storage and no clock.
      const context = await contexts.take();
      const page = await context.newPage();
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: theme });
      const tools = await context.newCDPSession(page);
      const underFinger = () => tools.send('Emulation.setTouchEmulationEnabled', { enabled: true });
      if (touch) await underFinger();
      await page.addInitScript((chosen) => {
        localStorage.clear();
        localStorage.setItem('kefu.locale', chosen);
      }, locale);
      const faults = [];
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' && !/401|404|409|429/.test(message.text()))
          faults.push(message.text());
      });
      const gateway = new MockGateway(options);
      await gateway.attach(page);
      await page.goto(`${base}/console/${at}`);
      await page.waitForSelector(
        ready ?? `:is(.inbox .row, .inbox-none:not(:empty), .thread .empty p, .door form):visible`,
      );
      await settled(page);
      return {
        ...{ page, gateway, faults, touch: underFinger },
        dark: () => page.emulateMedia({ colorScheme: 'dark' }),
        close: () => contexts.giveBack(context),
      };
    },
    async close() {
      await contexts.close();
      server.close();
    },
  };
}
