import { EvalError } from '../../core/errors.ts';
import type { EngineProfile } from './engine-profile.ts';
import { hf } from './profiles/hf.ts';
import { llamaCpp } from './profiles/llama-cpp.ts';
import { lmdeploy } from './profiles/lmdeploy.ts';
import { ollama } from './profiles/ollama.ts';
import { sglang } from './profiles/sglang.ts';
import { tgi } from './profiles/tgi.ts';
import { vllm } from './profiles/vllm.ts';

const PROFILES: readonly EngineProfile[] = [hf, llamaCpp, lmdeploy, ollama, sglang, tgi, vllm];

export function engineProfile(id: string): EngineProfile {
  const found = PROFILES.find((profile) => profile.id === id);
  if (found !== undefined) return found;
  throw new EvalError('internal', `There is no profile of an engine ${JSON.stringify(id)}.`);
}
