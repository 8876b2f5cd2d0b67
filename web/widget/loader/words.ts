/** The launcher's few words. Everything else is said inside the frame. */
type Words = readonly [title: string, open: string, close: string, unread: string, live: string];

const HANT: Words = ['客服對話', '開啟', '收起', '，# 則未讀', '，對話中'];
const HANS: Words = ['客服会话', '打开', '收起', '，# 条未读', '，会话中'];
const EN: Words = ['chat', 'Open ', 'Close ', ', # unread', ', in progress'];

/** Same rule as the app: explicit wish, the page's language, the browser's; each may be a list, with commas. */
export function wordsFor(wishes: unknown[]): Words {
  for (const wish of wishes.join().split(',')) {
    if (/^en/i.test(wish)) return EN;
    if (/^(zh|yue)/i.test(wish)) return /hant|tw|hk|mo|yue/i.test(wish) ? HANT : HANS;
  }
  return HANT;
}
