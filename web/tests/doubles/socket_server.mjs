/**
 * Test double: the server side of RFC 6455 for text frames, enough for a browser on loopback.
 * Not for use outside tests: no fragmentation, no back-pressure, no limits but the frame size.
 */
import { createHash } from 'node:crypto';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export function acceptSocket(request, socket, { onText, onClose }) {
  const accept = createHash('sha1')
    .update(request.headers['sec-websocket-key'] + GUID)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: kefu.v1\r\n\r\n`,
  );
  let buffer = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    buffer = Buffer.concat([buffer, bytes]);
    for (;;) {
      const frame = readFrame(buffer);
      if (!frame) return;
      buffer = buffer.subarray(frame.size);
      if (frame.opcode === 1) onText(frame.payload.toString());
      else if (frame.opcode === 8) socket.end(makeFrame(8, frame.payload.subarray(0, 2)));
    }
  });
  socket.on('close', onClose);
  socket.on('error', () => {});
  return {
    send: (text) => socket.writable && socket.write(makeFrame(1, Buffer.from(text))),
    close(code, reason) {
      const head = Buffer.alloc(2);
      head.writeUInt16BE(code);
      socket.end(makeFrame(8, Buffer.concat([head, Buffer.from(reason)])));
    },
    destroy: () => socket.destroy(),
  };
}

function readFrame(b) {
  if (b.length < 6) return undefined;
  let length = b[1] & 0x7f;
  let at = 2;
  if (length === 126) {
    length = b.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    length = Number(b.readBigUInt64BE(2));
    at = 10;
  }
  if (b.length < at + 4 + length) return undefined;
  const mask = b.subarray(at, at + 4);
  const payload = Buffer.from(b.subarray(at + 4, at + 4 + length));
  for (let i = 0; i < length; i += 1) payload[i] ^= mask[i % 4];
  return { opcode: b[0] & 0x0f, payload, size: at + 4 + length };
}

function makeFrame(opcode, payload) {
  const head =
    payload.length < 126
      ? Buffer.from([0x80 | opcode, payload.length])
      : Buffer.from([0x80 | opcode, 126, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([head, payload]);
}
