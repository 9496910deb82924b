/**
 * The least a client can do: as many workers as the concurrency, each asking the next question as soon
 * as its last one is answered, and nothing kept. A process of its own, so that it begins with a fresh
 * heap as a harness does. Arguments: base URL, documents, concurrency, `stream` or `whole`.
 */
import { Pool } from 'undici';

const [baseUrl = '', documents = '0', concurrency = '1', mode = 'whole'] = process.argv.slice(2);
const { origin, pathname } = new URL(baseUrl);
const total = Number(documents);
const isStreamed = mode === 'stream';
const pool = new Pool(origin, { connections: Number(concurrency), pipelining: 1 });
let next = 0;
let answered = 0;

async function work(): Promise<void> {
  while (next < total) {
    const index = next++;
    const response = await pool.request({
      method: 'POST',
      path: `${pathname}/chat/completions`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'fake-model',
        messages: [{ role: 'user', content: `Question ${index}: which letter?` }],
        max_tokens: 8,
        temperature: 0,
        stop: ['\n'],
        ...(isStreamed ? { stream: true, stream_options: { include_usage: true } } : {}),
      }),
    });
    const text = await response.body.text();
    if (answerOf(text) !== '') answered += 1;
  }
}

function answerOf(text: string): string {
  if (!isStreamed) return contentOf(JSON.parse(text) as Body, 'message');
  return text
    .split('\n\n')
    .filter((event) => event.startsWith('data: {'))
    .map((event) => contentOf(JSON.parse(event.slice(6)) as Body, 'delta'))
    .join('');
}

interface Body {
  readonly choices: readonly Partial<Record<'message' | 'delta', { readonly content?: string }>>[];
}

function contentOf(body: Body, part: 'message' | 'delta'): string {
  return body.choices[0]?.[part]?.content ?? '';
}

await Promise.all(Array.from({ length: Number(concurrency) }, work));
await pool.close();
process.stdout.write(`${answered}\n`);
