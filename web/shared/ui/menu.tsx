import type { ComponentChildren, TargetedKeyboardEvent } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { placeBeside } from './place.ts';
import { indexByLetter, nextIndex } from './roving.ts';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: ComponentChildren;
  readonly hint?: ComponentChildren;
  readonly checked?: boolean; // given: a radio item
  readonly disabled?: boolean;
  readonly heading?: string; // a heading above this item
  readonly divided?: boolean; // a line above this item
}

interface MenuProps {
  readonly label: string;
  readonly trigger: ComponentChildren;
  readonly triggerClass?: string;
  readonly triggerLabel?: string;
  readonly head?: ComponentChildren; // says whose menu it is, above the items
  readonly items: readonly MenuItem[];
  readonly onPick: (id: string) => void;
  readonly align?: 'start' | 'end';
  readonly shortcut?: { current: (() => void) | null }; // filled with the act that opens the menu
  readonly onToggle?: (open: boolean) => void;
}

// A button with a menu: native popover (closes on Esc and on a click elsewhere), roving focus,
// type-ahead; focus goes back to the button.
export function Menu(props: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [open, setOpen] = useState(false);

  const { entries, show, hide } = listOf(list, button, props.align ?? 'start');
  useLayoutEffect(() => {
    if (props.shortcut) props.shortcut.current = show;
  });

  return (
    <>
      <button
        type="button"
        ref={button}
        class={props.triggerClass ?? 'btn'}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        aria-label={props.triggerLabel}
        onClick={() => (list.current?.matches(':popover-open') ? hide() : show())}
      >
        {props.trigger}
      </button>
      <ul
        id={id}
        ref={list}
        class="menu"
        role="menu"
        popover="auto"
        aria-label={props.label}
        onToggle={(event) => {
          const now = (event as unknown as ToggleEvent).newState === 'open';
          setOpen(now);
          props.onToggle?.(now);
          if (!now && list.current?.contains(document.activeElement)) button.current?.focus();
        }}
        onKeyDown={(event) => {
          if (moved(event, entries(), hide)) event.stopPropagation();
        }}
      >
        {props.head ? (
          <li class="head" role="presentation">
            {props.head}
          </li>
        ) : null}
        {props.items.map((item) => (
          <MenuRow
            key={item.id}
            item={item}
            pick={() => {
              hide();
              props.onPick(item.id);
            }}
          />
        ))}
      </ul>
    </>
  );
}

type At<E> = { readonly current: E | null };

// The open list: what can be picked in it, and how it comes and goes.
function listOf(list: At<HTMLUListElement>, button: At<HTMLElement>, align: 'start' | 'end') {
  const entries = () => [
    ...(list.current?.querySelectorAll<HTMLElement>('[role^=menuitem]:not([aria-disabled])') ?? []),
  ];
  const focusAt = (index: number) => entries()[index]?.focus();

  const show = () => {
    if (!list.current || !button.current || list.current.matches(':popover-open')) return;
    list.current.showPopover();
    placeBeside(list.current, button.current, align);
    const all = entries();
    const checked = all.findIndex((item) => item.getAttribute('aria-checked') === 'true');
    focusAt(Math.max(0, checked));
  };
  const hide = () => {
    list.current?.hidePopover();
    button.current?.focus();
  };
  return { entries, show, hide };
}

// True: the key was the menu's. F2 accepts an offer from here, too.
function moved(
  event: TargetedKeyboardEvent<HTMLUListElement>,
  all: readonly HTMLElement[],
  hide: () => void,
): boolean {
  const at = all.indexOf(document.activeElement as HTMLElement);
  const words = all.map((item) => item.textContent ?? '');
  const to =
    nextIndex(event.key, at, all.length, 'vertical') ?? indexByLetter(event.key, at, words);
  if (to !== undefined) {
    event.preventDefault();
    all[to]?.focus();
  } else if (event.key === 'Tab') {
    hide();
  } else if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    all[at]?.click();
  } else if (event.key !== 'Escape') return false;
  return true;
}

function MenuRow({ item, pick }: { item: MenuItem; pick: () => void }) {
  const role = item.checked === undefined ? 'menuitem' : 'menuitemradio';
  const checked = item.checked === undefined ? {} : { 'aria-checked': item.checked };
  return (
    <>
      {item.divided ? <li class="hr" role="separator" /> : null}
      {item.heading ? (
        <li class="sub" role="presentation">
          {item.heading}
        </li>
      ) : null}
      <li
        role={role}
        tabIndex={-1}
        {...checked}
        aria-disabled={item.disabled || undefined}
        onClick={item.disabled ? undefined : pick}
      >
        {item.icon}
        <span class="one">{item.label}</span>
        {item.hint ? <span class="m">{item.hint}</span> : null}
      </li>
    </>
  );
}
