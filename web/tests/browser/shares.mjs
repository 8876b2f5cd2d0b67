/**
 * Which looks a usual run takes at the screens, and which one with KEFU_LOOKS=all (`./dev screens`) does. Pure:
 * screens in, looks out, by their order alone, so that each run of the same screens is the same.
 */

const desk = { locale: 'zh-Hant' };
const phone = { locale: 'en', width: 390, height: 844, touch: true };
const more = [{ locale: 'zh-Hans' }, { locale: 'en' }, { ...phone, locale: 'zh-Hant' }];

/**
 * The console's `scenes`, each at its own width in the product's first language, and the narrow ones at 390 px
 * in that of the longest words. Those are a share of each other: neighbours mostly differ in one part, so what
 * stands around that part is looked at on the desk beside the one and on the phone beside the other. Usually
 * each is therefore opened in one of the two ways, by turns, and only drawn again at the width of the other
 * (`again`), where the rules that measure hold too.
 */
export function consoleLooks(scenes, all) {
  let narrow = 0;
  return Object.entries(scenes).flatMap(([name, scene]) => {
    const look = (way) => ({ name, scene, way: { ...way, ...sizeOf(way, scene) } });
    if (all) return [desk, phone, ...more].filter((way) => !way.width || scene.phone).map(look);
    if (!scene.phone) return [look(desk)];
    narrow += 1;
    const [way, other] = narrow % 2 === 0 ? [phone, desk] : [desk, phone];
    return [{ ...look(way), again: sizeOf(other, scene) }];
  });
}

const sizeOf = (way, scene) => ({
  width: way.width ?? scene.width ?? 1440,
  height: way.height ?? 900,
});

const languages = Object.entries({
  'zh-Hant': [
    ['light', 390],
    ['dark', 390],
  ],
  'zh-Hans': [
    ['light', 320],
    ['dark', 390],
  ],
  en: [
    ['light', 320],
    ['dark', 384],
  ],
});

// Where a language's words are longest, and stand closest.
const wordy = ['prechat', 'chat', 'rating'];

/**
 * The widget's `states` by name. A language changes words and nothing of what is around them: usually a state is
 * looked at in one, by turns, and in all three where they have the most to say.
 */
export function widgetLooks(states, all) {
  return states.flatMap((name, i) =>
    languages
      .filter((_, turn) => all || wordy.includes(name) || turn === i % languages.length)
      .map(([lang, ways]) => ({ name, lang, ways })),
  );
}
