import { useRef, useState } from 'preact/hooks';

// While the pointer or the focus is in an element, what it lists keeps its places: a click takes the focus
// elsewhere, and the pointer still rests on the next row. `on` is for the element.
export function useStill() {
  const at = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const [within, setWithin] = useState(false);
  const holds = (one: EventTarget | null) => at.current?.contains(one as Node | null) ?? false;
  return {
    still: over || within,
    release: () => {
      setOver(false);
      setWithin(false);
    },
    on: {
      ref: at,
      onPointerEnter: () => setOver(true),
      onPointerLeave: () => {
        setOver(false);
        setWithin(holds(document.activeElement)); // what had it may have gone with its row
      },
      onFocusIn: () => setWithin(true),
      onFocusOut: (event: FocusEvent) => {
        if (!holds(event.relatedTarget)) setWithin(false);
      },
    },
  };
}
