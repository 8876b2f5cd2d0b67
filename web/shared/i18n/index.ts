export { formatClock, formatElapsed, formatSpan } from './duration.ts';
export { formatDay, formatMoney, formatTime } from './format.ts';
export { detectLocale, isLocale, LOCALES, type Locale } from './locale.ts';
export { createTranslator, type Params, type Translate } from './translate.ts';
