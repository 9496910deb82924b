import { expect, test } from 'vitest';
import { findModel } from '../../../activities/models/registry.ts';
import { catalogueEntry, MODEL_CATALOGUE } from '../../../core/model-catalogue.ts';
import { checkSubmitted } from '../../../core/models/check-arguments.ts';

/** Every id of lmms-eval v0.7, as its registry lists them. */
const LMMS_EVAL_IDS =
  'aero aria async_hf_model async_openai audio_flamingo_3 auroracap bagel bagel_lmms_engine bagel_umm baichuan_omni batch_gpt4 cambrians claude cogvlm2 dummy_video_reader egogpt from_log fuyu gemini_api gemma3 glm4v gpt4o_audio gpt4v huggingface idefics2 instructblip internvideo2 internvideo2_5 internvl internvl2 internvl3 internvl3_5 internvl_hf kimi_audio llama4_scout llama_vid llama_vision llava llava_hf llava_onevision llava_onevision1_5 llava_onevision_moviechat llava_sglang llava_vid longva longvila mantis minicpm_o minicpm_v minimonkey moviechat mplug_owl_video nanovlm ola omnivinci openai oryx phi3v phi4_multimodal plm qwen2_5_omni qwen2_5_vl qwen2_audio qwen2_vl qwen3_omni qwen3_vl qwen_vl qwen_vl_api reka ross sam3 sglang slime srt_api thyme tinyllava uni_moe_2_omni videoChatGPT video_llava video_salmonn_2 videochat2 videochat_flash videollama3 vila vita vllm vllm_generate vora whisper whisper_tt whisper_vllm xcomposer2_4KHD xcomposer2d5'.split(
    ' ',
  );
const LMMS_EVAL_ALIASES = [
  'openai_compatible',
  'openai_compatible_chat',
  'async_openai_compatible',
  'async_openai_compatible_chat',
  'async_hf',
];
/** Modules that lmms-eval does not have, and one that gives no text. */
const NOWHERE = ['bagel_umm', 'sam3', 'videoChatGPT', 'whisper_tt'];

test('all 93 ids of lmms-eval and their aliases are known, and run or say why not', async () => {
  expect(new Set(LMMS_EVAL_IDS).size).toBe(93);
  for (const id of [...LMMS_EVAL_IDS, ...LMMS_EVAL_ALIASES]) {
    const entry = catalogueEntry(id);
    expect(entry, id).toBeDefined();
    if (NOWHERE.includes(id)) {
      expect(entry?.unavailable, id).toMatch(/--model|github\.com/);
      await expect(findModel(id), id).rejects.toMatchObject({ code: 'model-invalid' });
    } else {
      expect(entry?.unavailable, id).toBeUndefined();
      expect((await findModel(id)).id, id).toBe(entry?.id);
    }
  }
});

test('every manifest says where it runs and which prompts and media it takes', () => {
  for (const entry of MODEL_CATALOGUE) {
    expect(entry.runs, entry.id).not.toBe('');
    expect(entry.media, entry.id).toBeDefined();
    expect(['chat', 'simple', 'both'], entry.id).toContain(entry.forms);
    expect(entry.summary, entry.id).toMatch(/[.]$/);
  }
});

test('the forms are those of lmms-eval', () => {
  const forms = (id: string) => catalogueEntry(id)?.forms;
  for (const id of ['openai', 'vllm', 'qwen2_5_vl', 'qwen3_vl', 'llava_hf', 'phi4_multimodal']) {
    expect(forms(id), id).toBe('both');
  }
  for (const id of ['sglang', 'huggingface', 'internvl_hf', 'longvila', 'nanovlm', 'thyme']) {
    expect(forms(id), id).toBe('chat');
  }
  for (const id of ['qwen2_vl', 'llava_onevision', 'vila', 'claude', 'gemini_api', 'srt_api']) {
    expect(forms(id), id).toBe('simple');
  }
});

test('unknown arguments are refused before anything starts, with the name that is near', () => {
  const entry = catalogueEntry('qwen2_5_vl')!;
  const submit = (args: Record<string, string | number>) => () =>
    checkSubmitted('qwen2_5_vl', entry, args);
  expect(submit({ pretrained: 'a/b', max_num_frames: 16 })).not.toThrow();
  expect(submit({ max_num_frame: 16 })).toThrow(/no argument "max_num_frame".*"max_num_frames"/);
  // A literal key is refused by the adapter, which says how to pass one.
  expect(submit({ api_key: 'sk-1' })).not.toThrow();
  expect(() => checkSubmitted('sam3', catalogueEntry('sam3')!, {})).toThrow(/draws masks/);
});
