import common from '#ui/common_talk.css?inline';
import enUrl from '../catalogues/talk/talk-en.json?url';
import hansUrl from '../catalogues/talk/talk-zh-Hans.json?url';
import hantUrl from '../catalogues/talk/talk-zh-Hant.json?url';
import log from './log.css?inline';
import pop from './pop.css?inline';
import css from './talk.css?inline';

/** What comes after the first screen: fetched beside it, not before it, with its own style. */
export { ChatScreen } from './chat.tsx';
export { chime } from './chime.ts';
export { closedLead } from './hours.ts';
export { LeftNote } from './left_note.tsx';
export { MenuPanel } from './menu_panel.tsx';
export { Notices } from './notices.tsx';
export { OrderList } from './order_list.tsx';
export { Peek } from './peek.tsx';
export { RatingScreen } from './rating.tsx';
export { Seal } from './seal.tsx';
export { statusOf } from './status.tsx';
export { Waiting } from './waiting.tsx';

export const words = { 'zh-Hant': hantUrl, 'zh-Hans': hansUrl, en: enUrl };

const sheet = new CSSStyleSheet();
sheet.replaceSync(common + css + log + pop);
document.adoptedStyleSheets.push(sheet);
