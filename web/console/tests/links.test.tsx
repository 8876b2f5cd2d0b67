// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { describe, expect, it, vi } from 'vitest';
import { Linked, piecesOf } from '#ui/links.tsx';
import { SureButton } from '#ui/sure_button.tsx';

describe('Addresses in a message', () => {
  const links = (text: string) => piecesOf(text).flatMap((piece) => piece.href ?? []);

  it.each([
    ['看 https://a.example/x?y=1#z。謝謝', ['https://a.example/x?y=1#z']],
    ['(https://a.example/x), and http://b.example.', ['https://a.example/x', 'http://b.example']],
    ['「https://a.example」，HTTPS://B.example！', ['https://a.example', 'HTTPS://B.example']],
    ['javascript:alert(1) data:text/html,x a.example http:// https://', []],
    ['https://a.example/<b>"q"', ['https://a.example/']],
  ])('%s', (text, found) => {
    expect(links(text)).toEqual(found);
    expect(
      piecesOf(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });

  it('open elsewhere and tell nobody where they were', () => {
    const box = document.createElement('p');
    render(<Linked text="a https://a.example/<i> b" />, box);
    const link = box.querySelector('a');
    expect(link?.getAttribute('target')).toBe('_blank');
    expect(link?.getAttribute('rel')).toBe('noopener noreferrer nofollow');
    expect(box.textContent).toBe('a https://a.example/<i> b');
    expect(box.querySelector('i')).toBeNull();
  });
});

describe('A button for what cannot be undone', () => {
  it('asks first and forgets the question when it is left', async () => {
    const box = document.createElement('div');
    const done = vi.fn();
    await act(() =>
      render(
        <SureButton class="btn" label="New" sure="Replace" disabled={false} onSure={done} />,
        box,
      ),
    );
    const button = box.querySelector('button') as HTMLButtonElement;
    await act(() => button.click());
    expect([button.textContent, done.mock.calls.length]).toEqual(['Replace', 0]);
    await act(() => {
      button.dispatchEvent(new FocusEvent('blur'));
    });
    expect(button.textContent).toBe('New');
    await act(() => button.click());
    await act(() => button.click());
    expect([button.textContent, done.mock.calls.length]).toEqual(['New', 1]);
  });
});
