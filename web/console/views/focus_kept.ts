import { useEffect } from 'preact/hooks';

// Focus never ends in nothing. What had it may go with its page, its conversation, its row or its offer,
// by whoever's act; the keyboard then goes on in the dialog that is open, in the text, or at the page.
// What only lost the focus, to a press beside it, has not gone.
export function useFocusKept(): void {
  useEffect(() => {
    let last: HTMLElement | undefined;
    let wasOff = false; // it was disabled while it worked, which takes the focus too
    const onFocus = (event: FocusEvent) => {
      last = event.target instanceof HTMLElement ? event.target : undefined;
      wasOff = false;
    };
    const look = () => {
      if (!last) return;
      const isOff = 'disabled' in last && last.disabled === true;
      if (!isNowhere()) {
        wasOff ||= isOff;
      } else if (!last.isConnected) {
        last = undefined;
        placeForKeys()?.focus();
      } else if (wasOff && !isOff) last.focus();
      else wasOff ||= isOff;
    };
    const observer = new MutationObserver(look);
    const of = { childList: true, subtree: true, attributeFilter: ['disabled'] };
    observer.observe(document.body, of);
    document.addEventListener('focusin', onFocus);
    return () => {
      observer.disconnect();
      document.removeEventListener('focusin', onFocus);
    };
  }, []);
}

const isNowhere = () => document.activeElement === null || document.activeElement === document.body;

function placeForKeys(): HTMLElement | null {
  // On a touch screen a text would bring its keyboard along.
  const text = window.matchMedia('(pointer: fine)').matches ? '.desk .comp textarea' : null;
  return (
    [...document.querySelectorAll<HTMLElement>('dialog[open]')].at(-1) ??
    (text ? document.querySelector<HTMLElement>(text) : null) ??
    document.getElementById('page')
  );
}
