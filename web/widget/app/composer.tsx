import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { send } from '#ui/glyphs.ts';
import { cell, useCell } from './cells.ts';
import { asked, asking, saying } from './drafts.ts';
import { Icon } from './icon.tsx';
import { keysTo } from './keys.ts';
import { isShort, leftOf } from './left.ts';
import { LeftNote } from './left_note.tsx';
import { intend } from './state.ts';
import { t } from './words.ts';

/** The conversation whose words are not taken yet; they stay here until they are. */
const waits = cell('');

/**
 * Uncontrolled: the DOM owns the text, so that input methods work undisturbed. While one composes,
 * Enter belongs to it (Safari reports the key after the end of composing, hence 229).
 */
export function Composer({ c, placeholder }: { c: string; placeholder: string }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [left, off, measure, submit] = useWords(box, c);
  return (
    <div class="foot">
      <LeftNote left={left} />
      <form
        class="compose"
        onSubmit={(e) => {
          e.preventDefault();
          submit();
        }}
      >
        <textarea
          ref={box}
          class="in"
          rows={1}
          placeholder={placeholder}
          aria-label={placeholder}
          aria-describedby={isShort(left) ? 'left' : undefined}
          enterkeyhint="send"
          onInput={(e) => {
            measure();
            intend({ do: 'typed', hasText: e.currentTarget.value.trim() !== '' });
          }}
          onKeyDown={(e) => {
            if (e.key !== 'Enter' || e.shiftKey || e.isComposing || e.keyCode === 229) return;
            e.preventDefault();
            submit();
          }}
        />
        <button
          type="submit"
          class={off ? 'go off' : 'go'}
          aria-label={t('chat.send')}
          disabled={off}
        >
          <Icon of={send} />
        </button>
      </form>
    </div>
  );
}

/** What is in the field, kept as typed; it stays there until it is taken. `off`: it cannot be sent now. */
function useWords(box: RefObject<HTMLTextAreaElement | null>, c: string) {
  const left = useCell(leftOf(''));
  const empty = useCell(true);
  const off = () => empty.value || left.value < 0 || waits.value === c;

  const measure = () => {
    const area = box.current;
    if (!area) return;
    const text = area.value;
    // Of one conversation.
    saying.text = text && c + text;
    empty.value = text.trim() === '';
    left.value = leftOf(text);
    if (!CSS.supports('field-sizing', 'content')) {
      area.style.height = 'auto';
      area.style.height = `${Math.min(area.scrollHeight, 152)}px`;
    }
  };

  const fill = () => {
    const area = box.current;
    const kept = saying.text.startsWith(c) ? saying.text.slice(c.length) : '';
    if (area && area.value !== kept) area.value = kept;
    measure();
  };

  useEffect(() => {
    // Written for a start that another tab or device was faster with.
    if (asking.text && !saying.text.startsWith(c)) saying.text = c + asking.text;
    asked();
    fill();
    return matchMedia('(pointer:fine)').matches ? keysTo(box.current) : undefined;
  }, [c, waits.value]);

  const submit = () => {
    const area = box.current;
    if (!area || off()) return;
    const words = area.value;
    waits.value = c;
    intend({ do: 'say', c, text: words.trim() }, (taken) => {
      // What was typed meanwhile stays.
      const rest = taken && saying.text.startsWith(c + words) && saying.text.slice(c.length);
      if (rest) saying.text = rest === words ? '' : c + rest.slice(words.length);
      waits.value = '';
      fill();
    });
    area.focus();
  };
  return [left.value, off(), measure, submit] as const;
}
