import type { JsonPrimitive } from '../json.ts';
import type { MediaKind } from '../media.ts';
import type { ModelFamily } from './model-family.ts';

type Row = readonly [
  id: string,
  title: string,
  /** Empty where its authors published more than one without a first. */
  checkpoint: string,
  media: string,
  code: string,
  profile?: Readonly<Record<string, JsonPrimitive>>,
];

/**
 * Families that only the code of their authors computes: no inference engine and no server of ours reads the
 * checkpoints. Somebody serves them behind an OpenAI-compatible API; prompts and frames are those of the family.
 */
const ROWS: readonly Row[] = [
  [
    'aero',
    'Aero-1-Audio',
    'lmms-lab/Aero-1-Audio',
    'audio',
    'huggingface.co/lmms-lab/Aero-1-Audio',
  ],
  ['auroracap', 'AuroraCap', '', 'image video', 'github.com/rese1f/aurora', { nframes: 16 }],
  [
    'baichuan_omni',
    'Baichuan-Omni-1.5',
    'baichuan-inc/Baichuan-Omni-1d5',
    'image video audio',
    'github.com/baichuan-inc/Baichuan-Omni-1.5',
    { nframes: 32, system_prompt: 'You are a helpful assistant.' },
  ],
  [
    'cambrians',
    'Cambrian-S',
    '',
    'image video',
    'github.com/cambrian-mllm/cambrian-s',
    { max_frames: 32, fps: 1 },
  ],
  ['egogpt', 'EgoGPT', '', 'video', 'github.com/EvolvingLMMs-Lab/EgoLife', { nframes: 32 }],
  [
    'internvideo2',
    'InternVideo2',
    'OpenGVLab/InternVideo2_chat_8B_HD',
    'video',
    'github.com/OpenGVLab/InternVideo',
    { nframes: 8 },
  ],
  [
    'llama_vid',
    'LLaMA-VID',
    'YanweiLi/llama-vid-7b-full-224-video-fps-1',
    'image video',
    'github.com/dvlab-research/LLaMA-VID',
    { nframes: 100 },
  ],
  [
    'llava_onevision1_5',
    'LLaVA-OneVision-1.5',
    'lmms-lab/LLaVA-OneVision-1.5-8B-Instruct',
    'image video',
    'github.com/EvolvingLMMs-Lab/LLaVA-OneVision-1.5',
    { nframes: 32, min_pixels: 200_704, max_pixels: 1_605_632 },
  ],
  [
    'llava_onevision_moviechat',
    'LLaVA-OneVision with MovieChat',
    'lmms-lab/llava-onevision-qwen2-7b-ov',
    'video',
    'github.com/rese1f/MovieChat',
  ],
  [
    'longva',
    'LongVA',
    'lmms-lab/LongVA-7B',
    'image video',
    'github.com/EvolvingLMMs-Lab/LongVA',
    { nframes: 32 },
  ],
  [
    'longvila',
    'LongVILA-R1',
    'Efficient-Large-Model/LongVILA-R1-7B',
    'image video',
    'github.com/NVlabs/Long-RL',
    { max_frames: 32, max_pixels: 1_605_632, min_pixels: 28 },
  ],
  [
    'mantis',
    'Mantis',
    'TIGER-Lab/Mantis-8B-siglip-llama3',
    'image',
    'github.com/TIGER-AI-Lab/Mantis',
  ],
  ['minimonkey', 'Mini-Monkey', 'mx262/MiniMonkey', 'image', 'github.com/Yuliang-Liu/Monkey'],
  ['moviechat', 'MovieChat', 'Enxin/MovieChat-vicuna', 'video', 'github.com/rese1f/MovieChat'],
  [
    'mplug_owl_video',
    'mPLUG-Owl Video',
    'MAGAer13/mplug-owl-llama-7b-video',
    'video',
    'github.com/X-PLUG/mPLUG-Owl',
    { nframes: 4 },
  ],
  [
    'nanovlm',
    'NanoVLM (LMMs-Lab speedrun)',
    'LMMs-Lab-Speedrun/NanoVLM_Init',
    'image',
    'github.com/EvolvingLMMs-Lab/lmms-engine',
    { system_prompt: 'You are a helpful assistant.' },
  ],
  ['ola', 'Ola', 'THUdyh/Ola-7b', 'image video audio', 'github.com/Ola-Omni/Ola', { nframes: 64 }],
  [
    'omnivinci',
    'OmniVinci',
    'nvidia/omnivinci',
    'image video audio',
    'github.com/NVlabs/OmniVinci',
    { nframes: 128, system_prompt: 'You are a helpful assistant.' },
  ],
  ['oryx', 'Oryx', '', 'image video', 'github.com/Oryx-mllm/Oryx', { nframes: 32 }],
  ['ross', 'Ross', 'HaochenWang/ross-qwen2-7b', 'image', 'github.com/Haochen-Wang409/ross'],
  ['slime', 'SliME', 'yifanzhang114/SliME-Llama3-8B', 'image', 'github.com/yfzhang114/SliME'],
  [
    'tinyllava',
    'TinyLLaVA',
    'tinyllava/TinyLLaVA-Phi-2-SigLIP-3.1B',
    'image',
    'github.com/TinyLLaVA/TinyLLaVA_Factory',
  ],
  [
    'uni_moe_2_omni',
    'Uni-MoE 2.0 Omni',
    'HIT-TMG/Uni-MoE-2.0-Omni',
    'image video audio',
    'github.com/HITsz-TMG/Uni-MoE',
  ],
  [
    'video_llava',
    'Video-LLaVA',
    'LanguageBind/Video-LLaVA-7B-hf',
    'video',
    'transformers (VideoLlavaForConditionalGeneration)',
    { nframes: 8 },
  ],
  [
    'video_salmonn_2',
    'video-SALMONN 2',
    'tsinghua-ee/video-SALMONN-2_plus_7B',
    'video audio',
    'github.com/bytedance/video-SALMONN-2',
    {
      fps: 2,
      max_frames: 768,
      max_pixels: 1_605_632,
      min_pixels: 61_250,
      system_prompt: 'You are a helpful assistant.',
    },
  ],
  [
    'videochat2',
    'VideoChat2',
    'OpenGVLab/VideoChat2_HD_stage4_Mistral_7B_hf',
    'video',
    'github.com/OpenGVLab/Ask-Anything',
    { nframes: 16 },
  ],
  [
    'videochat_flash',
    'VideoChat-Flash',
    'OpenGVLab/VideoChat-Flash-Qwen2-7B_res448',
    'video',
    'github.com/OpenGVLab/VideoChat-Flash',
    { nframes: 32 },
  ],
  [
    'videollama3',
    'VideoLLaMA 3',
    'DAMO-NLP-SG/VideoLLaMA3-7B',
    'image video',
    'github.com/DAMO-NLP-SG/VideoLLaMA3',
    { nframes: 180 },
  ],
  [
    'vila',
    'VILA 1.5',
    'Efficient-Large-Model/VILA1.5-40b',
    'image video',
    'github.com/NVlabs/VILA',
    { nframes: 100 },
  ],
  ['vita', 'VITA', '', 'image video audio', 'github.com/VITA-MLLM/VITA'],
  ['vora', 'VoRA', '', 'image', 'github.com/Hon-Wong/VoRA'],
];

/** Of these, the ones that lmms-eval gives whole conversations. */
const CHAT: ReadonlySet<string> = new Set(['longvila', 'nanovlm']);
const BOTH: ReadonlySet<string> = new Set(['llava_onevision1_5']);

export const ownCodeFamilies: readonly ModelFamily[] = ROWS.map(
  ([id, title, checkpoint, media, ownCode, profile]) => ({
    id,
    title,
    adapter: 'openai_compatible',
    forms: BOTH.has(id) ? 'both' : CHAT.has(id) ? 'chat' : 'simple',
    media: media.split(' ') as MediaKind[],
    ownCode,
    ...(checkpoint === '' ? {} : { checkpoint }),
    ...(profile === undefined ? {} : { profile }),
  }),
);
