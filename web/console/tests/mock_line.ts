import { vi } from 'vitest';

type Frame = Record<string, unknown> & { readonly t: string };

/** The gateway's end of the one socket that this page opens, where a test is about the store itself. */
export function mockLine() {
  const sent: Frame[] = [];
  const sockets: Line[] = [];
  class Line {
    static readonly OPEN = 1;
    readonly readyState = 1;
    onopen?: () => void;
    onmessage?: (event: { data: string }) => void;
    onclose?: (event: { code: number; reason: string }) => void;
    constructor() {
      sockets.push(this);
    }
    send(text: string) {
      sent.push(...text.split('\n').map((one) => JSON.parse(one) as Frame));
    }
    close() {}
  }
  vi.stubGlobal('WebSocket', Line);
  return {
    sent,
    opened: () => sockets.at(-1)?.onopen?.(),
    says: (frame: object) => sockets.at(-1)?.onmessage?.({ data: JSON.stringify(frame) }),
  };
}
