import { expect, test } from 'vitest';
import { findModel } from '../../../activities/models/registry.ts';
import type { JsonPrimitive } from '../../../core/json.ts';
import { catalogueEntry } from '../../../core/model-catalogue.ts';
import { familyArguments } from '../../../core/models/family-arguments.ts';
import { modelContext } from '../../support/model-context.ts';

/** What the adapter of a family is given for these arguments. */
function given(id: string, args: Record<string, JsonPrimitive> = {}, engine?: string) {
  const family = catalogueEntry(id)!.family!;
  const adapter = catalogueEntry(engine ?? family.adapter)!;
  const known = new Set(adapter.parameters.map(({ name }) => name));
  return familyArguments(family, args, known);
}

test('a family brings its checkpoint, frames, pixels and limits', () => {
  expect(given('qwen2_5_vl')).toEqual({
    pretrained: 'Qwen/Qwen2.5-VL-3B-Instruct',
    nframes: 32,
    min_pixels: 200_704,
    max_pixels: 1_605_632,
    limit_mm_per_prompt: '{"image":64}',
    mm_processor_kwargs: '{"min_pixels":200704,"max_pixels":1605632}',
  });
  expect(given('qwen3_vl')).toMatchObject({ message_format: 'qwen3_vl' });
});

test('a command line of lmms-eval keeps its meaning', () => {
  const args = {
    pretrained: 'Qwen/Qwen2.5-VL-7B-Instruct',
    max_num_frames: 96,
    max_pixels: 12_845_056,
    attn_implementation: 'flash_attention_2',
    interleave_visuals: 'False',
    device_map: 'auto',
  };
  expect(given('qwen2_5_vl', args)).toEqual({
    pretrained: 'Qwen/Qwen2.5-VL-7B-Instruct',
    nframes: 96,
    min_pixels: 200_704,
    max_pixels: 12_845_056,
    limit_mm_per_prompt: '{"image":96}',
    mm_processor_kwargs: '{"min_pixels":200704,"max_pixels":12845056}',
  });
});

test('frozen arguments come back unchanged', () => {
  for (const id of ['qwen2_5_vl', 'llava_onevision', 'minicpm_o', 'vila', 'dummy_video_reader']) {
    const once = given(id, id === 'vila' ? { base_url: 'http://h/v1' } : {});
    expect(given(id, once), id).toEqual(once);
  }
});

test('a checkpoint in the layout of its authors is replaced by the published conversion', () => {
  expect(given('llava')).toMatchObject({ pretrained: 'llava-hf/llava-1.5-7b-hf' });
  expect(
    given('llava_onevision', { model: 'lmms-lab/llava-onevision-qwen2-0.5b-ov' }),
  ).toMatchObject({ model: 'llava-hf/llava-onevision-qwen2-0.5b-ov-hf' });
  expect(given('llava', { pretrained: './mine' })).toMatchObject({ pretrained: './mine' });
});

test('frames by time leave room for as many as there may be', () => {
  expect(given('qwen2_5_vl', { fps: 2 })).toMatchObject({ limit_mm_per_prompt: '{"image":768}' });
  expect(given('qwen2_5_vl', { fps: 2, max_frames: 128 })).toMatchObject({
    limit_mm_per_prompt: '{"image":128}',
  });
  expect(given('qwen2_audio')).toMatchObject({ limit_mm_per_prompt: '{"audio":16}' });
});

test('another engine gets none of the arguments it does not know', () => {
  const own = given('qwen2_5_vl', {}, 'sglang');
  expect(own).not.toHaveProperty('mm_processor_kwargs');
  expect(own).toMatchObject({ nframes: 32, max_pixels: 1_605_632 });
});

test('what would change the answers is refused, two names that disagree too', () => {
  expect(() => given('qwen2_5_vl', { interleave_visuals: true })).toThrow(/leave it at false/);
  expect(() => given('qwen2_5_vl', { nframes: 8, max_num_frames: 16 })).toThrow(
    /nframes and max_num_frames mean the same/,
  );
});

test('a family without a server of its own is refused until somebody names one', async () => {
  const vila = await findModel('vila');
  expect(vila.placement).toBe('endpoint');
  await expect(vila.create({}, modelContext())).rejects.toMatchObject({
    code: 'model-invalid',
    message: expect.stringMatching(/github\.com\/NVlabs\/VILA.*base_url=/) as unknown,
  });
  const adapter = await vila.create({ base_url: 'http://127.0.0.1:1/v1' }, modelContext());
  expect(adapter.accepts).toContain('image');
  await adapter.dispose();
});

test('an engine that nobody has is refused by name', async () => {
  const qwen = await findModel('qwen2_5_vl');
  await expect(qwen.create({ engine: 'tensorrt' }, modelContext())).rejects.toThrow(
    /engine="tensorrt" is not valid; expected one of vllm, sglang, lmdeploy, hf/,
  );
  const vila = await findModel('vila');
  await expect(vila.create({ engine: 'vllm' }, modelContext())).rejects.toThrow(/no argument/);
});

test('code that comes with a checkpoint needs the permission of the operator', async () => {
  const internvl = await findModel('internvl3');
  const engines = {
    folder: '/nowhere',
    self: { pid: 1, startTime: '1' },
    identify: () => undefined,
    takeGpus: () => undefined,
    environment: {},
  };
  await expect(internvl.create({}, { ...modelContext(), engines })).rejects.toThrow(
    /ASSAY_ALLOW_REMOTE_CODE=1/,
  );
});

test('an id that is another adapter with settings of its own answers as that adapter', async () => {
  const reader = await findModel('dummy_video_reader');
  const adapter = await reader.create({}, modelContext());
  await adapter.load(new AbortController().signal);
  const { text } = await adapter.generate(
    {
      id: 'd1',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Which?' }] }],
      parameters: { temperature: 0, stop: [], extra: {} },
    } as never,
    new AbortController().signal,
  );
  expect(text).toBe('A');
  await adapter.dispose();
});
