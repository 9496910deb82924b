import { EvalError } from '../../core/errors.ts';
import { OPENAI_PARAMETERS } from '../../core/models/openai-parameters.ts';
import type { CatalogueParameter } from '../../core/models/catalogue-entry.ts';
import type { ModelArguments, ModelContext } from '../models/model-adapter.ts';
import { readArguments, type ArgumentReader } from '../models/read-arguments.ts';
import type { EngineProfile } from './engine-profile.ts';

/** The arguments of a served model: what the engine is told, and what its client is told. */
export interface EngineArguments {
  readonly reader: ArgumentReader;
  readonly model: string;
  readonly servedName: string;
  readonly startupTimeoutMs: number;
  readonly client: ModelArguments;
}

/** Arguments that name files of the worker's host, which only its operator may choose. */
const HOST_FILES = ['chat_template', 'mmproj'];

export function readEngineArguments(
  profile: EngineProfile,
  parameters: readonly CatalogueParameter[],
  args: ModelArguments,
): EngineArguments {
  const reader = readArguments(profile.id, args, parameters);
  const names = ['model', 'pretrained', 'model_version'].map((name) => reader.text(name));
  const [model, ...others] = new Set(names.filter((name) => name !== undefined));
  if (model === undefined || others.length > 0) {
    throw new EvalError(
      'model-invalid',
      model === undefined
        ? `--model_args of ${profile.id}: the model is missing; pass model=FOLDER or model=HUB/ID.`
        : `--model_args of ${profile.id}: model and pretrained mean the same, but say ${[model, ...others].join(' and ')}; keep one.`,
    );
  }
  for (const name of ['model', 'revision', ...HOST_FILES]) refuseFlagLike(profile, name, args);
  const shared = new Set(OPENAI_PARAMETERS.map(({ name }) => name));
  return {
    reader,
    model,
    servedName: model.replace(/\/+$/, '').split('/').slice(-2).join('/'),
    startupTimeoutMs: (reader.number('startup_timeout_s', 1) ?? 0) * 1000,
    client: Object.fromEntries(
      Object.entries(args).filter(
        ([name]) => shared.has(name) && !['model', 'pretrained', 'model_version'].includes(name),
      ),
    ),
  };
}

/** Checked where the process would be started, by the environment that its operator chose. */
export function refuseRemoteCode(
  profile: EngineProfile,
  { reader }: EngineArguments,
  context: Pick<ModelContext, 'engines'>,
): void {
  const isAllowed = context.engines?.environment['ASSAY_ALLOW_REMOTE_CODE'] === '1';
  if (!reader.isGiven('trust_remote_code') || !reader.flag('trust_remote_code') || isAllowed) {
    return;
  }
  throw new EvalError(
    'model-invalid',
    `--model_args of ${profile.id}: trust_remote_code runs code that comes with the model, which the operator of this worker has not allowed. Set ASSAY_ALLOW_REMOTE_CODE=1 where the worker runs.`,
  );
}

/** A value that begins with a dash would be read as another option of the engine. */
function refuseFlagLike(profile: EngineProfile, name: string, args: ModelArguments): void {
  const value = args[name];
  if (typeof value !== 'string' || !value.startsWith('-')) return;
  throw new EvalError(
    'model-invalid',
    `--model_args of ${profile.id}: ${name}=${JSON.stringify(value.slice(0, 80))} begins with a dash; give a name or a path.`,
  );
}
