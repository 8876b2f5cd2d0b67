import { keep } from './keep.ts';

/** One text that is not sent yet: over a reload, in this tab only, and not over a sign-out. */
export interface Draft {
  text: string;
}

function draft(name: string): Draft {
  const store = keep(name, 'sessionStorage');
  let held: string | undefined;
  return {
    get text() {
      held ??= store.load() ?? '';
      return held;
    },
    set text(next) {
      held = next;
      store.save(next);
    },
  };
}

/** Before the chat: what happened, the topic, the order's number. */
export const asking = draft('draft');
export const topicKey = draft('topic');
export const orderNo = draft('order');
/** In the chat: there after the id of its conversation. */
export const saying = draft('say');
const ID_LENGTH = 36;

/** The chat has begun, or whoever asked has gone. */
export function asked(): void {
  for (const one of [asking, topicKey, orderNo]) one.text = '';
}

/** What a chat that is over left unsent is what the next one begins with. */
export const unsent = () => saying.text.slice(ID_LENGTH);
