import { pageStorage } from '#protocol';
import { site } from './site.ts';

/** One text that is not sent yet: over a reload, in this tab only, and not over a sign-out. */
export interface Draft {
  text: string;
}

function draft(name: string): Draft {
  const store = pageStorage(() => sessionStorage, `kefu:${name}:${site}`);
  let held = store.load() ?? '';
  return {
    get text() {
      return held;
    },
    set text(next) {
      held = next;
      store.save(next);
    },
  };
}

/** Before the chat, and in it: there after the id of its conversation. */
export const asking = draft('draft');
export const saying = draft('say');
const ID_LENGTH = 36;

/** What a chat that is over left unsent is what the next one begins with. */
export const unsent = () => saying.text.slice(ID_LENGTH);
