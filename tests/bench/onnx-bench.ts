import { rmSync } from 'node:fs';
import type { ModelAdapter } from '../../activities/models/model-adapter.ts';
import { loadPrompts } from '../../activities/models/onnx/load-prompts.ts';
import { filesOf, findLayout } from '../../activities/models/onnx/model-layout.ts';
import { openModelSource } from '../../activities/models/onnx/model-source.ts';
import { createPrepareHandlers } from '../../activities/models/onnx/prepare-handlers.ts';
import { plainMessages, readImages } from '../../activities/models/onnx/plain-messages.ts';
import type { LoadPayload, PreparedPrompt } from '../../activities/models/onnx/thread-protocol.ts';
import type { GenerateRequest } from '../../core/generation.ts';
import {
  TINY_VLM,
  endlessModel,
  loadOnnx,
  readShapes,
  request,
  userMessage,
} from '../unit/onnx/tiny-vlm.ts';
import { openBareOnnx, type BareOnnx } from './bare-onnx.ts';
import { atLeast, median, noted, type Bench, type Figure } from './bench.ts';

const BATCH = 16;
const ROUNDS = 9;
const LONG_ANSWER = 32;

export const onnxBench: Bench = {
  name: 'onnx',
  summary: `tokens per second beside a bare onnxruntime loop over the same sessions, batches of ${BATCH}`,
  async run(say) {
    const endless = endlessModel();
    try {
      return [
        ...(await measure(say, 'shapes_free', { folder: TINY_VLM, maxNewTokens: 8 })),
        ...(await measure(say, `${LONG_ANSWER}-token answers`, {
          folder: endless,
          maxNewTokens: LONG_ANSWER,
        })),
      ];
    } finally {
      rmSync(endless, { recursive: true });
    }
  },
};

interface Load {
  readonly folder: string;
  readonly maxNewTokens: number;
}

/** Each round a loop, then the adapter, with images that neither has met. */
async function measure(
  say: (message: string) => void,
  name: string,
  { folder, maxNewTokens }: Load,
): Promise<Figure[]> {
  const rows = await readShapes();
  const stop = maxNewTokens === LONG_ANSWER ? [] : ['\n'];
  const requestsOf = (round: number) =>
    rows.map(({ question, image }, index) => {
      const text = `${question}\nAnswer with one word.`;
      const messages = userMessage(text, unseen(image.bytes, round));
      return request(`bench/${index}/0`, messages, { maxNewTokens, stop });
    });
  const adapter = await loadOnnx({ pretrained: folder }, BATCH);
  const rounds: Round[] = [];
  try {
    // Round 0 makes the code of both warm.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const requests = requestsOf(round);
      const { prompts, options, tookMs } = await prepare(folder, requests);
      const bare = await openBareOnnx(options);
      const sessions = await timed(() => askBare(bare, prompts, maxNewTokens));
      const assay = await timed(() => askAdapter(adapter, requests));
      const result: Round = {
        sessionsPerS: (sessions.tokens / sessions.tookMs) * 1000,
        loopPerS: (sessions.tokens / (sessions.tookMs + tookMs)) * 1000,
        assayPerS: (assay.tokens / assay.tookMs) * 1000,
      };
      say(`${name}, round ${round}: ${JSON.stringify(result)}`);
      if (round > 0) rounds.push(result);
    }
  } finally {
    await adapter.dispose();
  }
  const of = (what: (round: Round) => number) => median(rounds.map(what));
  const rate = (what: keyof Round) => `${of((round) => round[what]).toFixed(0)} tokens/s`;
  const ofSessions = of(({ assayPerS, sessionsPerS }) => assayPerS / sessionsPerS);
  const ofLoop = of(({ assayPerS, loopPerS }) => assayPerS / loopPerS);
  return [
    noted(`${name}: sessions alone`, rate('sessionsPerS')),
    noted(`${name}: bare loop`, rate('loopPerS'), 'decodes images and tokenises too'),
    noted(`${name}: Assay`, rate('assayPerS')),
    // Decoding is what the sessions are for; with answers of two tokens pictures are most of the work.
    stop.length === 0
      ? atLeast(`${name}: of the sessions alone`, ofSessions, 0.9, { unit: '×', digits: 2 })
      : noted(`${name}: of the sessions alone`, `${ofSessions.toFixed(2)} ×`),
    atLeast(`${name}: of the bare loop`, ofLoop, 0.9, { unit: '×', digits: 2 }),
  ];
}

interface Round {
  readonly sessionsPerS: number;
  readonly loopPerS: number;
  readonly assayPerS: number;
}

/** The same picture under another digest, so that no cache knows it: decoders stop at the end mark. */
function unseen(image: Uint8Array, round: number): Uint8Array {
  return Buffer.concat([image, Buffer.from([round])]);
}

/** Decodes and tokenises with the product's own code, each distinct image once; timed by itself. */
async function prepare(folder: string, requests: readonly GenerateRequest[]) {
  const source = openModelSource(folder, new Map());
  const layout = await findLayout(source, '');
  const names = await filesOf(layout, source);
  const payload: LoadPayload = {
    location: folder,
    layout,
    files: Object.fromEntries(names.map((name) => [name, { path: source.pathOf(name)! }])),
    batchSize: BATCH,
    intraOpThreads: 1,
    maxLength: undefined,
    providers: [{ name: 'cpu' }],
    padsBatches: false,
  };
  const text = await loadPrompts(payload);
  const handlers = createPrepareHandlers();
  await handlers.load(payload);
  const prompts: PreparedPrompt[] = [];
  const startedAt = performance.now();
  for (const { messages } of requests) {
    const images = await readImages(messages);
    prompts.push(await handlers.prepare({ messages: plainMessages(messages), images }));
  }
  const tookMs = performance.now() - startedAt;
  const { ends } = text.prompts.tokens;
  return { prompts, tookMs, options: { folder, imageToken: text.imageTokenId!, ends } };
}

async function timed(work: () => Promise<number>): Promise<{ tokens: number; tookMs: number }> {
  const startedAt = performance.now();
  const tokens = await work();
  return { tokens, tookMs: performance.now() - startedAt };
}

async function askBare(
  bare: BareOnnx,
  prompts: readonly PreparedPrompt[],
  maxTokens: number,
): Promise<number> {
  let tokens = 0;
  for (const length of new Set(prompts.map((prompt) => prompt.tokens.length))) {
    const equal = prompts.filter((prompt) => prompt.tokens.length === length);
    for (let start = 0; start < equal.length; start += BATCH) {
      const counts = await bare.answer(equal.slice(start, start + BATCH), maxTokens);
      tokens += counts.reduce((sum, count) => sum + count, 0);
    }
  }
  return tokens;
}

/** As inference does it: in the adapter's own order, as many at once as it wants. */
async function askAdapter(
  adapter: ModelAdapter,
  requests: readonly GenerateRequest[],
): Promise<number> {
  const { signal } = new AbortController();
  const keyOf = (one: GenerateRequest) => adapter.orderKey!(one);
  const waiting = [...requests].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  let tokens = 0;
  let next = 0;
  const work = async () => {
    while (next < waiting.length) {
      const { usage } = await adapter.generate(waiting[next++]!, signal);
      tokens += usage.outputTokens ?? 0;
    }
  };
  await Promise.all(Array.from({ length: adapter.concurrency() }, work));
  return tokens;
}
