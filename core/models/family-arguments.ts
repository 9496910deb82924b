import { EvalError } from '../errors.ts';
import type { JsonPrimitive } from '../json.ts';
import type { ModelFamily } from './model-family.ts';

type Arguments = Readonly<Record<string, JsonPrimitive>>;

/** What lmms-eval calls the same thing from family to family. */
export const FAMILY_SYNONYMS: Readonly<Record<string, string>> = {
  max_num_frames: 'nframes',
  max_frames_num: 'nframes',
  max_frame_num: 'nframes',
  num_frames: 'nframes',
  num_frame: 'nframes',
  num_segments: 'nframes',
  num_video_frames: 'nframes',
  num_frm: 'nframes',
  video_max_frames: 'max_frames',
  video_fps: 'fps',
  min_image_pixels: 'min_pixels',
  torch_dtype: 'dtype',
  tp_size: 'tensor_parallel_size',
  model_id_name: 'pretrained',
  model_path: 'pretrained',
};

/** Accepted from command lines of lmms-eval; where the model is served, they change no answer. */
export const FAMILY_NEUTRAL: Readonly<Record<string, string>> = {
  use_cache: 'the engine always keeps one',
  device: 'the engine takes the GPUs of its lease',
  device_map: 'the engine takes the GPUs of its lease',
  attn_implementation: 'the engine chooses its kernels',
  use_flash_attention_2: 'the engine chooses its kernels',
  use_flash_attn: 'the engine chooses its kernels',
  low_cpu_mem_usage: 'the engine loads as it does',
  conv_template: 'the chat template of the checkpoint is used',
  model_name: 'config.json of the checkpoint says it',
  truncation: 'a prompt that is too long fails by itself, whole',
  truncate_context: 'a prompt that is too long fails by itself, whole',
  tie_weights: 'config.json of the checkpoint says it',
  video_decode_backend: 'frames are decoded before they are sent',
  modality: 'each document says what it shows',
};

/** Of these, only the value that lmms-eval takes by default can be had. */
export const FAMILY_FIXED: Readonly<Record<string, JsonPrimitive>> = {
  interleave_visuals: false,
  use_custom_video_loader: false,
  load_in_4bit: false,
  load_in_8bit: false,
};

const NAMES_OF_MODEL = ['pretrained', 'model', 'model_version'];
/** Images of one prompt that an engine must expect, apart from frames. */
const FEWEST_IMAGES = 64;
const MOST_AUDIOS = 16;
/** Where frames are taken by time, so that their number is only bounded. */
const MOST_FRAMES = 768;

/**
 * The arguments of the adapter that runs a family: synonyms by one name, the family's own settings beneath
 * what the user gave. Doing it twice changes nothing, since frozen arguments come back here.
 */
export function familyArguments(
  family: ModelFamily,
  given: Arguments,
  known: ReadonlySet<string>,
): Arguments {
  const { engine: _, ...typed } = given;
  const own = withOneName(family, typed, known);
  const named = NAMES_OF_MODEL.filter((name) => isGiven(own[name]));
  const [name = 'pretrained'] = named;
  const checkpoint = own[name] ?? family.checkpoint;
  const profile = Object.entries(family.profile ?? {}).filter(([key]) => known.has(key));
  const settings: Record<string, JsonPrimitive> = {
    ...Object.fromEntries(profile),
    ...(family.remoteCode === true && known.has('trust_remote_code')
      ? { trust_remote_code: true }
      : {}),
    ...own,
    // Two names that disagree are refused by the adapter, in its own words.
    ...(named.length > 1 || checkpoint === undefined
      ? {}
      : { [name]: family.conversions?.[String(checkpoint)] ?? checkpoint }),
  };
  if (known.has('limit_mm_per_prompt')) {
    settings['limit_mm_per_prompt'] ??= JSON.stringify(limitsOf(family, settings));
  }
  if (family.processorPixels === true && known.has('mm_processor_kwargs')) {
    const { min_pixels = null, max_pixels = null } = settings;
    settings['mm_processor_kwargs'] ??= JSON.stringify({ min_pixels, max_pixels });
  }
  return settings;
}

function withOneName(
  family: ModelFamily,
  given: Arguments,
  known: ReadonlySet<string>,
): Record<string, JsonPrimitive> {
  const own: Record<string, JsonPrimitive> = {};
  const typedAs = new Map<string, string>();
  for (const [typed, value] of Object.entries(given)) {
    const synonym = FAMILY_SYNONYMS[typed];
    const name = synonym !== undefined && known.has(synonym) ? synonym : typed;
    if (!known.has(name)) {
      if (typed in FAMILY_NEUTRAL) continue;
      if (typed in FAMILY_FIXED) {
        refuseOther(family, typed, value);
        continue;
      }
    }
    if (isGiven(own[name]) && own[name] !== value) {
      throw new EvalError(
        'model-invalid',
        `--model_args of ${family.id}: ${typedAs.get(name)} and ${typed} mean the same, but say ${String(own[name])} and ${String(value)}; keep one.`,
      );
    }
    own[name] = value;
    typedAs.set(name, typed);
  }
  return own;
}

/** A switch arrives as a boolean, or as the word it was typed as. */
function refuseOther(family: ModelFamily, name: string, value: JsonPrimitive): void {
  const only = FAMILY_FIXED[name] ?? null;
  if (value === null || String(value).toLowerCase() === String(only)) return;
  throw new EvalError(
    'model-invalid',
    `--model_args of ${family.id}: ${name}=${String(value)} would change its prompts or weights in a way that is not offered here; leave it at ${String(only)}.`,
  );
}

function limitsOf({ media }: ModelFamily, settings: Arguments): Record<string, number> {
  const wanted = isGiven(settings['fps'])
    ? (settings['max_frames'] ?? MOST_FRAMES)
    : settings['nframes'];
  const frames = Number(wanted ?? 0) || 0;
  return {
    ...(media.some((kind) => kind !== 'audio') ? { image: Math.max(FEWEST_IMAGES, frames) } : {}),
    ...(media.includes('audio') ? { audio: MOST_AUDIOS } : {}),
  };
}

function isGiven(value: JsonPrimitive | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}
