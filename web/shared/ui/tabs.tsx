import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { nextIndex } from './roving.ts';

export interface Tab {
  readonly id: string;
  readonly label: ComponentChildren;
}

interface TabsProps {
  readonly label: string;
  readonly base: string; // prefix of the ids of tabs and panels
  readonly tabs: readonly Tab[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  readonly class?: string;
  readonly after?: ComponentChildren;
}

// Tabs with automatic activation (APG). The panel is rendered by the caller with `tabPanel`.
export function Tabs(props: TabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const at = props.tabs.findIndex((tab) => tab.id === props.selected);
  return (
    <div class={props.class ?? 'tabs5'}>
      <div
        ref={list}
        class="tablist"
        role="tablist"
        aria-label={props.label}
        onKeyDown={(event) => {
          const to = nextIndex(event.key, at, props.tabs.length, 'horizontal');
          const tab = to === undefined ? undefined : props.tabs[to];
          if (!tab) return;
          event.preventDefault();
          props.onSelect(tab.id);
          list.current?.querySelector<HTMLElement>(`#${props.base}-tab-${tab.id}`)?.focus();
        }}
      >
        {props.tabs.map((tab) => (
          <button
            type="button"
            key={tab.id}
            id={`${props.base}-tab-${tab.id}`}
            role="tab"
            aria-selected={tab.id === props.selected}
            aria-controls={`${props.base}-panel`}
            tabIndex={tab.id === props.selected ? 0 : -1}
            onClick={() => props.onSelect(tab.id)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {props.after}
    </div>
  );
}

// What the element that holds the selected tab's content carries.
export function tabPanel(base: string, selected: string) {
  return {
    id: `${base}-panel`,
    role: 'tabpanel' as const,
    'aria-labelledby': `${base}-tab-${selected}`,
  };
}
