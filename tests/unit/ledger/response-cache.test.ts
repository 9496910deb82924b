import { createHash, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ArtifactStore } from '../../../activities/artifacts/artifact-store.ts';
import { openStore } from '../../../activities/artifacts/open-store.ts';
import { responseCacheKey, type CacheKeyInput } from '../../../activities/ledger/cache-key.ts';
import { openResponseCache } from '../../../activities/ledger/response-cache.ts';
import type { Media } from '../../../core/media.ts';
import { inferenceRow } from './inference-row.ts';

function media(bytes: string, changes: Partial<Media> = {}): Media {
  return {
    kind: 'image',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    mediaType: 'image/png',
    sizeBytes: bytes.length,
    read: () => Promise.resolve(new TextEncoder().encode(bytes)),
    ...changes,
  };
}

describe('the key of a cached answer', () => {
  const image = { type: 'image', media: media('pixels') } as const;
  const other = { type: 'image', media: media('pixelz') } as const;
  const text = (words: string) => ({ type: 'text', text: words }) as const;
  const user = (...content: CacheKeyInput['messages'][number]['content']) =>
    ({ role: 'user', content }) as const;
  const parameters = { temperature: 0, stop: ['\n'], maxNewTokens: 16, extra: { top: { a: 1 } } };
  const question: CacheKeyInput = {
    modelKey: 'm1',
    messages: [user(text('look'), image, text('what is it?'))],
    parameters,
    repeat: 0,
  };

  test('is the same for the same question, whatever order its fields are in', () => {
    const { extra, maxNewTokens, stop, temperature } = parameters;
    const reordered = { extra, maxNewTokens, stop, temperature };
    const key = responseCacheKey({ ...question, parameters: reordered });
    expect(key).toBe(responseCacheKey(question));
    expect(key).toMatch(/^[0-9a-f]{64}$/);
  });

  const choice: CacheKeyInput = { modelKey: 'm1', messages: question.messages, repeat: 0 };
  const changed: Record<string, CacheKeyInput> = {
    'another model': { ...question, modelKey: 'm2' },
    'another repeat': { ...question, repeat: 1 },
    'another adapter version': { ...question, adapterVersion: '2' },
    'one media byte': { ...question, messages: [user(text('look'), other, text('what is it?'))] },
    'another kind of media': {
      ...question,
      messages: [
        user(text('look'), { type: 'video', media: media('pixels') }, text('what is it?')),
      ],
    },
    'media at another place': {
      ...question,
      messages: [user(image, text('look'), text('what is it?'))],
    },
    'text split elsewhere': {
      ...question,
      messages: [user(text('lookwhat is it?'), image, text(''))],
    },
    'another role': {
      ...question,
      messages: [{ role: 'system', content: [text('look'), image, text('what is it?')] }],
    },
    'two messages for one': {
      ...question,
      messages: [user(text('look'), image), user(text('what is it?'))],
    },
    'no media': { ...question, messages: [user(text('look'), text('what is it?'))] },
    'a temperature': { ...question, parameters: { ...parameters, temperature: 0.1 } },
    'a seed': { ...question, parameters: { ...parameters, seed: 1 } },
    'a stop string': { ...question, parameters: { ...parameters, stop: [] } },
    'a token limit': { ...question, parameters: { ...parameters, maxNewTokens: 17 } },
    'a nested extra': { ...question, parameters: { ...parameters, extra: { top: { a: 2 } } } },
    'continuations instead': { ...choice, continuations: ['A'] },
    'other continuations': { ...choice, continuations: ['B'] },
    'their order': { ...choice, continuations: ['A', 'B'] },
    'their reverse': { ...choice, continuations: ['B', 'A'] },
  };

  test.each(Object.entries(changed))('differs with %s', (name, asked) => {
    const key = responseCacheKey(asked);
    const rest = Object.entries(changed).filter(([each]) => each !== name);
    const others = [question, ...rest.map(([, each]) => each)].map(responseCacheKey);
    expect(others).not.toContain(key);
  });
});

describe('the response cache', () => {
  let store: ArtifactStore;
  beforeEach(() => {
    store = openStore(`memory://${randomUUID()}`);
  });
  const key = (letter: string) => letter.repeat(64);
  const entry = (letter: string, doc = 1, run = 'first-run') => ({
    key: key(letter),
    run,
    row: inferenceRow(doc),
  });
  const open = async (modelKey = 'model') => {
    const cache = openResponseCache({ store, modelKey });
    await cache.refresh();
    return cache;
  };
  const segmentKey = async (extension: string) => {
    for await (const { key: found } of store.list('cache/')) {
      if (found.endsWith(extension)) return found;
    }
    throw new Error('no segment');
  };

  test('another process finds an answer with its run and without its origin', async () => {
    await (await open()).putSegment([entry('a', 1), entry('b', 2), entry('c', 3)]);
    const cache = await open();
    const { origin: _, ...row } = inferenceRow(2);
    expect(await cache.get(key('b'))).toEqual({ run: 'first-run', row });
    expect(await cache.get(key('d'))).toBeUndefined();
    expect(cache.statistics()).toEqual({ entries: 3, damaged: 0 });
  });

  test('a writer finds its own answers, others after a refresh', async () => {
    const [writer, reader] = [await open(), await open()];
    await writer.putSegment([entry('a')]);
    expect(await writer.get(key('a'))).toBeDefined();
    expect(await reader.get(key('a'))).toBeUndefined();
    await reader.refresh();
    expect(await reader.get(key('a'))).toBeDefined();
    await reader.refresh();
    expect(reader.statistics().entries).toBe(1);
  });

  test('only answers are kept: nothing refused, failed or skipped is served again', async () => {
    const cache = await open();
    for (const status of ['refused', 'failed', 'skipped'] as const) {
      await cache.putSegment([{ ...entry('a'), row: inferenceRow(1, 0, { status }) }]);
    }
    expect(await cache.get(key('a'))).toBeUndefined();
    const keys: string[] = [];
    for await (const { key: found } of store.list('cache/')) keys.push(found);
    expect(keys).toEqual([]);
  });

  test("one model's answers are never served as another's", async () => {
    await (await open('model-a')).putSegment([entry('a')]);
    expect(await (await open('model-b')).get(key('a'))).toBeUndefined();
  });

  test('a flipped bit anywhere in a segment is a counted miss, never another answer', async () => {
    await (await open()).putSegment([entry('a', 1), entry('b', 2)]);
    const segment = await segmentKey('.jsonl');
    const body = Buffer.from(await store.get(segment));
    const { origin: _, ...row } = inferenceRow(1);
    const lineEnd = body.indexOf('\n');
    for (let bit = 0; bit < body.length * 8; bit += 7) {
      const damaged = Buffer.from(body);
      damaged.writeUInt8(body.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      await store.put(segment, damaged);
      const cache = await open();
      const found = await cache.get(key('a'));
      if (bit >> 3 < lineEnd) {
        expect(found).toBeUndefined();
        expect(cache.statistics().damaged).toBe(1);
      } else {
        expect(found).toEqual({ run: 'first-run', row });
      }
    }
  });

  test('a flipped bit anywhere in an index is a miss, never another answer', async () => {
    await (await open()).putSegment([entry('a', 1), entry('b', 2)]);
    const index = await segmentKey('.idx');
    const body = Buffer.from(await store.get(index));
    for (let bit = 0; bit < body.length * 8; bit += 5) {
      const damaged = Buffer.from(body);
      damaged.writeUInt8(body.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      await store.put(index, damaged);
      const cache = await open();
      const [a, b] = [await cache.get(key('a')), await cache.get(key('b'))];
      expect([undefined, 1]).toContain(a?.row.doc);
      expect([undefined, 2]).toContain(b?.row.doc);
      expect(cache.statistics().damaged).toBeGreaterThan(0);
    }
  });

  test('an index that points to the row of another key serves nothing', async () => {
    await (await open()).putSegment([entry('a', 1)]);
    const [segment, index] = [await segmentKey('.jsonl'), await segmentKey('.idx')];
    const forged = openStore(`memory://${randomUUID()}`);
    await openResponseCache({ store: forged, modelKey: 'model' }).putSegment([entry('b', 2)]);
    for await (const { key: found } of forged.list('cache/')) {
      if (found.endsWith('.jsonl')) await store.put(segment, await forged.get(found));
    }
    expect(await store.getIfPresent(index)).toBeDefined();
    const cache = await open();
    expect(await cache.get(key('a'))).toBeUndefined();
    expect(cache.statistics().damaged).toBe(1);
  });

  test('a damaged answer gives way to the same one from another run; a deleted segment is a miss', async () => {
    await (await open()).putSegment([entry('a', 1, 'one')]);
    const first = await segmentKey('.jsonl');
    await (await open()).putSegment([entry('a', 1, 'two')]);
    await store.put(first, new TextEncoder().encode('damaged'));
    expect(await (await open()).get(key('a'))).toMatchObject({ run: 'two' });
    for await (const { key: found } of store.list('cache/')) {
      if (found.endsWith('.jsonl')) await store.delete([found]);
    }
    expect(await (await open()).get(key('a'))).toBeUndefined();
  });
});
