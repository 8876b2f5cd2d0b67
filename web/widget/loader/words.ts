/** The launcher's few words. Everything else is said inside the frame. */
type Words = readonly [title: string, open: string, close: string, unread: string];

const HANT: Words = ['客服對話', '開啟', '收起', '，# 則未讀'];
const HANS: Words = ['客服会话', '打开', '收起', '，# 条未读'];
const EN: Words = ['chat', 'Open ', 'Close ', ', # unread'];

/** Same rule as the app: explicit wish, the page's language, the browser's. */
export function wordsFor(...wishes: (string | undefined)[]): Words {
  for (const wish of wishes) {
    if (/^en/i.test(`${wish}`)) return EN;
    if (/^(zh|yue)/i.test(`${wish}`)) return /hant|tw|hk|mo|yue/i.test(`${wish}`) ? HANT : HANS;
  }
  return HANT;
}
