import { useRef, useState } from 'preact/hooks';

// While the pointer or the focus is in an element, what it lists keeps its places. `on` is for the element.
export function useStill() {
  const at = useRef<HTMLDivElement>(null);
  const [still, setStill] = useState(false);
  const within = (one: EventTarget | null) => at.current?.contains(one as Node | null) ?? false;
  return {
    still,
    release: () => setStill(false),
    on: {
      ref: at,
      onPointerEnter: () => setStill(true),
      onPointerLeave: () => setStill(within(document.activeElement)),
      onFocusIn: () => setStill(true),
      onFocusOut: (event: FocusEvent) => {
        if (!within(event.relatedTarget)) setStill(false);
      },
    },
  };
}
