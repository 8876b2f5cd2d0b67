/** Chromium as the tests use it: a fresh profile, nothing but localhost. */
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const WHOLE = '/usr/bin/chromium';
const SHELL = '/usr/bin/chromium-headless-shell';
const settings = {
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
export const launch = () => chromium.launch({ ...settings, executablePath: WHOLE });

/** The same engine without the window around it, at half the cost: for looking at screens. */
export const launchShell = () =>
  chromium.launch({ ...settings, executablePath: existsSync(SHELL) ? SHELL : WHOLE });

/** An ordinary profile that allows frames of other sites their storage, as most visitors' do. */
export async function ordinaryContext(options) {
  const profile = mkdtempSync(path.join(tmpdir(), 'kefu-profile-'));
  mkdirSync(path.join(profile, 'Default'));
  writeFileSync(
    path.join(profile, 'Default/Preferences'),
    JSON.stringify({ profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }),
  );
  const context = await chromium.launchPersistentContext(profile, {
    ...settings,
    executablePath: WHOLE,
    ...options,
  });
  // The browser may still be writing when it says that it is closed.
  context.on('close', () => rm(profile, { recursive: true, force: true, maxRetries: 10 }));
  return context;
}
