/**
 * The least a client can do with pictures: bodies made before the clock starts, then as many workers as
 * the concurrency, each posting the next body as soon as its last one is answered. Arguments: base URL,
 * folder of the pictures, how many, concurrency.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'undici';
import { nameOf, questionOf } from './media-load.ts';

const [baseUrl = '', folder = '', count = '0', concurrency = '1'] = process.argv.slice(2);
const { origin, pathname } = new URL(baseUrl);
const pool = new Pool(origin, { connections: Number(concurrency), pipelining: 1 });
const bodies = Array.from({ length: Number(count) }, (_, number) => {
  const picture = readFileSync(join(folder, nameOf(number))).toString('base64');
  const content = [
    { type: 'image_url', image_url: { url: `data:image/png;base64,${picture}` } },
    { type: 'text', text: questionOf(number) },
  ];
  return JSON.stringify({
    model: 'fake-model',
    messages: [{ role: 'user', content }],
    max_tokens: 8,
    temperature: 0,
    stop: ['\n'],
    stream: true,
    stream_options: { include_usage: true },
  });
});
let next = 0;

async function work(): Promise<void> {
  while (next < bodies.length) {
    const body = bodies[next++]!;
    const response = await pool.request({
      method: 'POST',
      path: `${pathname}/chat/completions`,
      headers: { 'content-type': 'application/json' },
      body,
    });
    await response.body.text();
  }
}

await Promise.all(Array.from({ length: Number(concurrency) }, work));
await pool.close();
