import { afterEach, describe, expect, test } from 'vitest';

import { chunk, createOpenAiBench } from '../../support/openai-bench.ts';
import { textRequest } from '../../support/requests.ts';
const bench = createOpenAiBench();
afterEach(() => bench.cleanUp());
const never = () => new AbortController().signal;

describe('what counts as an answer', () => {
  test('thoughts are counted and timed, and kept out of the text', async () => {
    const usage = {
      prompt_tokens: 3,
      completion_tokens: 9,
      completion_tokens_details: { reasoning_tokens: 7 },
    };
    const baseUrl = await bench.serveEvents(
      chunk({ role: 'assistant', content: null, reasoning_content: 'Hm, ' }),
      chunk({ reasoning_content: 'B or C?' }),
      chunk({ content: 'B' }),
      chunk({}, 'stop'),
      { choices: [], usage },
      '[DONE]',
    );
    const result = await bench.adapterOf(baseUrl).generate(textRequest('?'), never());
    expect(result).toMatchObject({
      text: 'B',
      finishReason: 'stop',
      usage: { inputTokens: 3, outputTokens: 9, reasoningTokens: 7 },
    });
    expect(result.timing.ttftMs).toBeLessThanOrEqual(result.timing.latencyMs);
  });

  test('an empty text after spending the whole length on thoughts is an answer', async () => {
    const usage = { prompt_tokens: 3, completion_tokens: 16 };
    const baseUrl = await bench.serveEvents(chunk({ reasoning: 'Hm' }), chunk({}, 'length'), {
      choices: [],
      usage,
    });
    expect(await bench.adapterOf(baseUrl).generate(textRequest('?'), never())).toMatchObject({
      text: '',
      finishReason: 'length',
    });
  });

  test('a null content without a token is none', async () => {
    const choices = [{ message: { role: 'assistant', content: null }, finish_reason: 'stop' }];
    const adapter = bench.adapterOf(await bench.serveJson(200, { choices }), {
      max_retries: 2,
      stream: false,
    });
    await expect(adapter.generate(textRequest('?'), never())).rejects.toMatchObject({
      code: 'endpoint-empty-response',
      data: { attempts: 2 },
    });
  });

  test('a refusal and a filtered answer keep their text and say so', async () => {
    const refusing = await bench.serveEvents(
      chunk({ refusal: 'I cannot ' }),
      chunk({ refusal: 'help.' }),
      chunk({}, 'stop'),
    );
    const filtering = await bench.serveEvents(
      chunk({ content: 'The ' }),
      chunk({}, 'content_filter'),
    );
    expect(await bench.adapterOf(refusing).generate(textRequest('?'), never())).toMatchObject({
      text: 'I cannot help.',
      finishReason: 'refusal',
    });
    expect(await bench.adapterOf(filtering).generate(textRequest('?'), never())).toMatchObject({
      text: 'The ',
      finishReason: 'content-filter',
    });
  });

  test('an error inside a stream of status 200 is an error', async () => {
    const baseUrl = await bench.serveEvents(chunk({ content: 'Error: ' }), {
      error: { message: 'overloaded', code: 503 },
    });
    const adapter = bench.adapterOf(baseUrl, { max_retries: 2 });
    await expect(adapter.generate(textRequest('?'), never())).rejects.toThrow(/503: overloaded/);
    expect(adapter.statistics().byCode).toEqual({ 'endpoint-error': 2 });
  });

  test('characters that are split between packets arrive whole', async () => {
    const bytes = Buffer.from(
      `data: ${JSON.stringify(chunk({ content: 'größe 🙂' }, 'stop'))}\n\n`,
    );
    const baseUrl = await bench.serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      let index = 0;
      const next = (): void => {
        if (index >= bytes.length) {
          response.end();
          return;
        }
        const packet = bytes.subarray(index, index + 7);
        index += 7;
        response.write(packet, () => setImmediate(next));
      };
      next();
    });
    expect((await bench.adapterOf(baseUrl).generate(textRequest('?'), never())).text).toBe(
      'größe 🙂',
    );
  });

  test.each([
    ['gpt-x', 'gpt-x-2026-01-01', true],
    ['org/model', 'model', true],
    ['model', 'org/Model', true],
    ['gpt-x', 'gpt-x2', false],
    ['gpt-x-mini', 'gpt-x', false],
  ])('asked for %s, answered as %s: accepted %s', async (asked, answered, isAccepted) => {
    const choices = [{ message: { content: 'A' }, finish_reason: 'stop' }];
    const baseUrl = await bench.serveJson(200, { model: answered, choices });
    const answer = bench
      .adapterOf(baseUrl, { model: asked, max_retries: 1 })
      .generate(textRequest('?'), never());
    if (isAccepted) expect((await answer).text).toBe('A');
    else await expect(answer).rejects.toMatchObject({ code: 'endpoint-model-unknown' });
  });
});

test('a server that does not know stream_options is asked again without, once', async () => {
  let posts = 0;
  const baseUrl = await bench.serve((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      posts += 1;
      if (body.includes('stream_options')) {
        response.writeHead(400).end('{"error":{"message":"Unknown field: stream_options"}}');
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(`data: ${JSON.stringify(chunk({ content: 'A' }, 'stop'))}\n\n`);
    });
  });
  const adapter = bench.adapterOf(baseUrl);
  expect((await adapter.generate(textRequest('?'), never())).text).toBe('A');
  expect((await adapter.generate(textRequest('?'), never())).text).toBe('A');
  expect(posts).toBe(3);
});
