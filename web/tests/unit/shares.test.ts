import { describe, expect, it } from 'vitest';
// @ts-expect-error plain JavaScript
import { scenes } from '../../console/tests/scenes.mjs';
// @ts-expect-error plain JavaScript
import { consoleLooks, widgetLooks } from '../browser/shares.mjs';
// @ts-expect-error plain JavaScript
import { STATES } from '../browser/states.mjs';

interface Look {
  name: string;
  way: { locale: string; width: number };
  again?: { width: number };
}

interface WidgetLook {
  name: string;
  lang: string;
  ways: [string, number][];
}

const states = Object.keys(STATES);
const namesOf = (looks: { name: string }[]) => looks.map(({ name }) => name);
const isNarrow = (width: number) => width === 390;

describe("A usual run's looks at the console", () => {
  const looks: Look[] = consoleLooks(scenes, false);

  it('open each scene once', () => {
    expect(namesOf(looks)).toEqual(Object.keys(scenes));
  });

  it('measure each scene that has a phone at both its widths', () => {
    for (const { name, way, again } of looks) {
      const widths = [way.width, ...(again ? [again.width] : [])];
      expect(widths.filter(isNarrow).length, name).toBe(scenes[name].phone ? 1 : 0);
      expect(widths.filter((width) => !isNarrow(width)).length, name).toBe(1);
    }
  });

  it('open half of those on the phone, in the language of the longest words', () => {
    const phones = looks.filter(({ way }) => isNarrow(way.width));
    const could = looks.filter(({ name }) => scenes[name].phone);
    expect(phones.length).toBe(Math.floor(could.length / 2));
    expect(new Set(phones.map(({ way }) => way.locale))).toEqual(new Set(['en']));
  });

  it('are each among those of a whole run, which has every language at each width', () => {
    const whole: Look[] = consoleLooks(scenes, true);
    const told = new Set(whole.map(({ name, way }) => JSON.stringify({ name, way })));
    for (const { name, way } of looks) expect(told).toContain(JSON.stringify({ name, way }));
    expect(whole.filter(({ name }) => name === 'desk').length).toBe(5);
    expect(whole.filter(({ name }) => name === 'note').length).toBe(3);
  });
});

describe("A usual run's looks at the widget", () => {
  const looks: WidgetLook[] = widgetLooks(states, false);

  it('see each state, in light and dark', () => {
    expect(new Set(namesOf(looks))).toEqual(new Set(states));
    for (const { name, ways } of looks)
      expect(new Set(ways.map(([theme]) => theme)), name).toEqual(new Set(['light', 'dark']));
  });

  it('see a third of the states or more in each language, and the wordy ones in all', () => {
    const seen = (lang: string) => looks.filter((one) => one.lang === lang).map(({ name }) => name);
    for (const lang of ['zh-Hant', 'zh-Hans', 'en']) {
      expect(seen(lang).length).toBeGreaterThanOrEqual(Math.floor(states.length / 3));
      expect(seen(lang)).toEqual(expect.arrayContaining(['prechat', 'chat', 'rating']));
    }
  });

  it('are a share of those of a whole run, which sees every state in every language', () => {
    const whole: WidgetLook[] = widgetLooks(states, true);
    expect(whole.length).toBe(3 * states.length);
    expect(whole).toEqual(expect.arrayContaining(looks));
  });
});
