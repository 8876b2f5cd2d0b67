/** Chromium as the tests use it: a fresh profile, nothing but localhost. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const settings = {
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

/** Its contexts are private windows: a frame of another site has no storage there. */
export const launch = () => chromium.launch(settings);

/** An ordinary profile that allows frames of other sites their storage, as most visitors' do. */
export async function ordinaryContext(options) {
  const profile = mkdtempSync(path.join(tmpdir(), 'kefu-profile-'));
  mkdirSync(path.join(profile, 'Default'));
  writeFileSync(
    path.join(profile, 'Default/Preferences'),
    JSON.stringify({ profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }),
  );
  const context = await chromium.launchPersistentContext(profile, { ...settings, ...options });
  // The browser may still be writing when it says that it is closed.
  context.on('close', () => rm(profile, { recursive: true, force: true, maxRetries: 10 }));
  return context;
}
