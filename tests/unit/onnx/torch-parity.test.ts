import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { decodeImage } from '../../../activities/media/decode-image.ts';
import type { ModelAdapter } from '../../../activities/models/model-adapter.ts';
import { createImagePreprocessor } from '../../../activities/models/onnx/image-preprocessor.ts';
import { createPromptRenderer } from '../../../activities/models/onnx/prompt-renderer.ts';
import type { JsonObject } from '../../../core/json.ts';
import { loadOnnx, never, readShapes, repositoryPath, request, userMessage } from './tiny-vlm.ts';
import type { ShapesRow } from './tiny-vlm.ts';

interface GoldenPrompt {
  readonly prompt: string;
  readonly tokenIds: readonly number[];
  readonly answer: string;
}

interface GoldenContinuation {
  readonly text: string;
  readonly tokenIds: readonly number[];
  readonly logProbability: number;
  readonly isGreedy: boolean;
}

interface GoldenRow {
  readonly id: string;
  readonly imageSize: readonly [number, number];
  readonly pixelValues: {
    readonly mean: number;
    readonly standardDeviation: number;
    readonly first16: readonly number[];
  };
  readonly shapes_mc: GoldenPrompt;
  readonly shapes_free: GoldenPrompt;
  readonly shapes_loglikelihood: GoldenPrompt & {
    readonly continuations: readonly GoldenContinuation[];
  };
}

interface Golden {
  readonly checkpoint: string;
  readonly dataset: string;
  readonly rows: readonly GoldenRow[];
}

const golden = JSON.parse(
  readFileSync(repositoryPath('tests/fixtures/shapes-torch-golden.json'), 'utf8'),
) as Golden;
const checkpoint = repositoryPath(golden.checkpoint);
const readJson = (name: string) =>
  JSON.parse(readFileSync(`${checkpoint}/${name}`, 'utf8')) as JsonObject;

const TASKS = ['shapes_mc', 'shapes_free', 'shapes_loglikelihood'] as const;
/** The template writes this around the one user turn of every prompt. */
const FRAME = /^<\|begin\|><\|user\|><image>\n(.*)<\|assistant\|>$/s;

/** What the transformers library computed with the same weights in torch. */
describe('the final checkpoint against torch', () => {
  let adapter: ModelAdapter;
  let images: Map<string, ShapesRow>;

  beforeAll(async () => {
    adapter = await loadOnnx({ pretrained: checkpoint });
    images = new Map((await readShapes(golden.dataset)).map((row) => [row.id, row]));
  });
  afterAll(() => adapter.dispose());

  const messagesOf = (row: GoldenRow, prompt: string) =>
    userMessage(FRAME.exec(prompt)![1]!, images.get(row.id)!.image.bytes);

  test('renders and tokenises every prompt to the same ids', () => {
    const renderer = createPromptRenderer({
      location: checkpoint,
      tokenizerFile: readJson('tokenizer.json'),
      tokenizerConfig: readJson('tokenizer_config.json'),
      templateText: undefined,
      imageTokenId: readJson('config.json')['image_token_index'] as number,
      tokens: { pad: 0, begin: undefined, ends: new Set() },
    });
    for (const row of golden.rows) {
      for (const task of TASKS) {
        const { prompt, tokenIds } = row[task];
        const content = [
          { type: 'image', sha256: '' } as const,
          { type: 'text', text: FRAME.exec(prompt)![1]! } as const,
        ];
        const rendered = renderer.render([{ role: 'user', content }]);
        expect(rendered).toBe(prompt);
        expect(renderer.encode(rendered)).toEqual(tokenIds);
      }
    }
  });

  test('prepares the same pixels to within one millionth', async () => {
    const preprocess = createImagePreprocessor(readJson('preprocessor_config.json'), checkpoint);
    for (const { id, imageSize, pixelValues } of golden.rows) {
      const decoded = await decodeImage(images.get(id)!.image.bytes, id);
      expect([decoded.width, decoded.height]).toEqual(imageSize);
      const { values } = preprocess(decoded);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      expect(Math.abs(mean - pixelValues.mean)).toBeLessThan(1e-6);
      expect(Math.abs(Math.sqrt(variance) - pixelValues.standardDeviation)).toBeLessThan(1e-6);
      pixelValues.first16.forEach((value, index) =>
        expect(Math.abs(values[index]! - value)).toBeLessThan(1e-6),
      );
    }
  });

  test('gives the same greedy answers', async () => {
    const asked = golden.rows.flatMap((row) => TASKS.map((task) => ({ row, prompt: row[task] })));
    const results = await Promise.all(
      asked.map(({ row, prompt }, index) =>
        adapter.generate(
          request(`d/${index}`, messagesOf(row, prompt.prompt), { maxNewTokens: 8 }),
          never(),
        ),
      ),
    );
    expect(results.map(({ text }) => text)).toEqual(asked.map(({ prompt }) => prompt.answer));
  });

  test('scores continuations alike, of one token and of several', async () => {
    for (const row of golden.rows) {
      const { prompt, continuations } = row.shapes_loglikelihood;
      const messages = messagesOf(row, prompt);
      for (const { text, tokenIds, logProbability, isGreedy } of continuations) {
        const result = await adapter.logLikelihood!(
          { id: row.id, messages, continuation: text },
          never(),
        );
        // Weights are stored in half precision on both sides; what is left is the order of sums.
        expect(Math.abs(result.logLikelihood - logProbability)).toBeLessThan(2e-2);
        expect(result.isGreedy).toBe(isGreedy);
        expect(result.tokenCount).toBe(tokenIds.length);
      }
    }
  });
});
