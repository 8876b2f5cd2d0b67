/** What libraries that others wrote send to the echo route comes back as it was. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack } from '../browser/harness/stack.mjs';
import { libraries } from './libraries.mjs';
import { within } from './lines.mjs';

const stack = new Stack({ serve: ['--echo-path', '/echo'] });
before(() => stack.start());
after(() => stack.stop());

const echo = () => `${stack.gatewayUrl.replace('http', 'ws')}/echo`;
const SIZES = [0, 1, 125, 126, 65_535, 65_536];
const WORDS = [
  '收到的檯燈是壞的,想換一盞',
  '👍🏽 👩‍👩‍👧 🇹🇼',
  'e\u0301 \u{1F600}\u{10FFFF} 「」',
  '\u0000 \t \n',
];

for (const library of libraries) {
  test(library.name, async (t) => {
    const client = await library.start(stack);
    t.after(() => client.end());

    await t.test(`${library.name}: text and bytes of every size come back`, async () => {
      const line = await client.open(echo());
      for (const size of SIZES) {
        await line.send('x'.repeat(size));
        assert.equal(await line.receive(), 'x'.repeat(size), `${size} characters`);
        const bytes = Buffer.alloc(size, 0xff);
        await line.send(bytes);
        const back = await line.receive();
        assert.ok(Buffer.isBuffer(back) && back.equals(bytes), `${size} bytes`);
      }
      assert.equal(await line.close(1000, ''), 1000);
    });

    await t.test(`${library.name}: Chinese, emoji and the last character come back`, async () => {
      const line = await client.open(echo());
      for (const words of WORDS) await line.send(words);
      for (const words of WORDS) assert.equal(await line.receive(), words);
      const long = '檯'.repeat(21_845); // 65 535 bytes
      await line.send(long);
      assert.equal(await line.receive(), long);
      await line.close(1000, '');
    });

    await t.test(`${library.name}: many messages at once keep their order`, async () => {
      const line = await client.open(echo());
      const sent = Array.from({ length: 500 }, (_, i) => `message ${i}`);
      for (const one of sent) await line.send(one);
      for (const one of sent) assert.equal(await line.receive(), one);
      await line.close(1000, '');
    });

    if (library.can.parts)
      await t.test(`${library.name}: a message in parts comes back whole`, async () => {
        const line = await client.open(echo());
        await line.sendParts(['收到', '', '的檯燈', '👍']);
        assert.equal(await line.receive(), '收到的檯燈👍');
        await line.close(1000, '');
      });

    if (library.can.ping)
      await t.test(`${library.name}: a ping is answered with its own words`, async () => {
        const line = await client.open(echo());
        assert.equal(await line.ping('are you there'), 'are you there');
        await line.close(1000, '');
      });

    await t.test(
      `${library.name}: a close code comes back, and the first protocol offered`,
      async () => {
        for (const code of [1000, 3000, 4999]) {
          const line = await client.open(echo(), ['kefu.v1', 'other']);
          assert.equal(line.protocol, 'kefu.v1');
          assert.equal(await line.close(code, '再見'), code);
        }
      },
    );

    await t.test(`${library.name}: a message beyond the limit is told by 1009`, async () => {
      const line = await client.open(echo());
      await line.send('x'.repeat(65_537));
      assert.equal(await within(line.closed, 'closed'), 1009);
    });

    await t.test(`${library.name}: a path that is none opens nothing`, async () => {
      await assert.rejects(client.open(`${echo()}/none`));
    });
  });
}
