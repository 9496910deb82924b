import type { MediaKind } from '../../core/media.ts';
import type { ArgumentReader } from '../models/read-arguments.ts';
import type { PromptLogprobs } from '../models/openai-compatible/prompt-logprobs.ts';

/** What a command line needs to know of the process that is about to start. */
export interface EngineLaunch {
  /** A folder on this host, or a name that the engine fetches by itself. */
  readonly model: string;
  /** What requests call the model. */
  readonly servedName: string;
  readonly host: string;
  readonly port: number;
  /** GPUs this process may see; undefined where nobody said. */
  readonly gpus: readonly string[] | undefined;
}

/** How one kind of inference server is started and talked to. */
export interface EngineProfile {
  readonly id: string;
  /** Program and leading arguments, unless the operator names others. */
  readonly command: readonly string[];
  /** The remedy when the program is not there. */
  readonly install: string;
  readonly accepts: readonly MediaKind[];
  /** Fetches a model by its Hub id and revision. */
  readonly readsHub: boolean;
  /** Answers 200 once the model is loaded. */
  readonly healthPath: string;
  /** How it tells the probability of a given continuation. */
  readonly logprobs: PromptLogprobs;
  /** Arguments after the command; nothing passes through a shell. */
  commandLine(args: ArgumentReader, launch: EngineLaunch): readonly string[];
  /** Variables besides those of the worker. */
  environment?(args: ArgumentReader, launch: EngineLaunch): Readonly<Record<string, string>>;
}

/** `--name value` for each argument that was given. */
export function given(
  args: ArgumentReader,
  flags: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(flags).flatMap(([name, flag]) => {
    const value = args.text(name);
    return value === undefined || value === '' ? [] : [flag, value];
  });
}

/** `--name` for each argument that is true. */
export function switched(
  args: ArgumentReader,
  flags: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(flags).flatMap(([name, flag]) => (args.flag(name) ? [flag] : []));
}
