import { resolve } from 'node:path';
import { EvalError } from '../../core/errors.ts';
import type { JsonObject, JsonPrimitive } from '../../core/json.ts';
import { catalogueEntry, modelNames } from '../../core/model-catalogue.ts';
import { baseUrlVariables } from '../../core/models/base-url-variables.ts';
import type { CatalogueEntry } from '../../core/models/catalogue-entry.ts';
import { checkSubmitted } from '../../core/models/check-arguments.ts';
import { FAMILY_ENGINES } from '../../core/models/family-entries.ts';
import type { PluginManifest, PluginReference } from '../../core/models/plugin-manifest.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { EvaluationSpec } from '../../core/spec.ts';
import type { BuildContext } from './build-spec.ts';
import { isOn, textValue } from './option-values.ts';
import type { OptionValues } from './option-values.ts';
import { hasPassword, passwordInUrl } from './secret-names.ts';

/** The model of an evaluation as its workers get it, and how lmms-eval would ask it. */
export function modelOfSpec(
  values: OptionValues,
  context: BuildContext,
): Pick<EvaluationSpec, 'model' | 'promptForm'> {
  const id = textValue(values, 'model')?.trim() ?? '';
  if (id === '') {
    throw new EvalError(
      'spec-invalid',
      'No model was given: add --model ID (`assay models` lists them).',
    );
  }
  const { entry, plugin } = findEntry(id, context.plugins ?? []);
  const isSimple =
    entry.forms === 'simple' || (entry.forms === 'both' && isOn(values, 'force_simple'));
  const typed = primitives((values['model_args'] ?? {}) as JsonObject);
  checkSubmitted(id, entry, typed, parametersFor(entry, typed));
  const given = withBaseUrl(entry, typed, context);
  const isLocal = !entry.parameters.some(({ name }) => name === 'base_url');
  const device = textValue(values, 'device');
  const takesDevice = entry.parameters.some(({ name }) => name === 'device');
  return {
    model: {
      id,
      args: {
        ...(isSimple ? entry.family?.simpleProfile : {}),
        ...(takesDevice && device !== undefined ? { device } : {}),
        ...absoluteArguments(given, context, isLocal),
      },
      ...(plugin === undefined ? {} : { plugin: referenceTo(plugin, entry, typed) }),
    },
    ...(isSimple ? { promptForm: 'simple' } : {}),
  };
}

function findEntry(
  id: string,
  plugins: readonly PluginManifest[],
): { readonly entry: CatalogueEntry; readonly plugin?: PluginManifest } {
  const own = catalogueEntry(id);
  if (own !== undefined) return { entry: own };
  const names = (entry: CatalogueEntry) => [entry.id, ...entry.aliases];
  for (const plugin of plugins) {
    const entry = plugin.entries.find((each) => names(each).includes(id));
    if (entry !== undefined) return { entry, plugin };
  }
  const known = [...modelNames(), ...plugins.flatMap(({ entries }) => entries.flatMap(names))];
  throw new EvalError(
    'model-not-found',
    `No model is named "${id.slice(0, 100)}".${didYouMean(id, known)} \`assay models\` lists them.`,
  );
}

/** Another engine brings its own arguments; a family keeps its synonyms beside them. */
function parametersFor(entry: CatalogueEntry, args: Readonly<Record<string, JsonPrimitive>>) {
  const engine = String(args['engine'] ?? '');
  const isOther = entry.family !== undefined && FAMILY_ENGINES.includes(engine);
  return isOther
    ? [...entry.parameters, ...(catalogueEntry(engine)?.parameters ?? [])]
    : entry.parameters;
}

function referenceTo(
  { name, version }: PluginManifest,
  { parameters }: CatalogueEntry,
  args: Readonly<Record<string, JsonPrimitive>>,
): PluginReference {
  const secrets = parameters
    .filter(({ isSecret }) => isSecret === true)
    .map((parameter) => String(args[parameter.name] ?? parameter.default ?? ''));
  return { name, version, secrets: secrets.filter((secret) => secret !== '') };
}

/** Workers may have been started from another shell: its address must not meet this one's key. */
function withBaseUrl(
  entry: CatalogueEntry,
  args: Record<string, JsonPrimitive>,
  { environment }: BuildContext,
): Record<string, JsonPrimitive> {
  const isGiven = args['base_url'] !== undefined && args['base_url'] !== '';
  // A family that somebody has to serve has no address of its own that a variable could mean.
  if (isGiven || entry.family?.ownCode !== undefined) return args;
  const isAzure = /^(true|1|yes|on)$/i.test(String(args['azure_openai'] ?? false).trim());
  const base = baseUrlVariables(entry.family?.adapter ?? entry.id, isAzure)
    .map((name) => environment[name])
    .find((value) => value !== undefined && value !== '');
  if (base === undefined) return args;
  if (hasPassword(base)) throw passwordInUrl('base_url');
  return { ...args, base_url: base };
}

/** Arguments that name files or folders where the model is not a name at an endpoint. */
const PATH_ARGUMENTS = new Set(['pretrained', 'model', 'path', 'logs', 'script', 'system_prompt']);

/** Workers have another working directory, so paths travel absolute. */
function absoluteArguments(
  args: Record<string, JsonPrimitive>,
  context: BuildContext,
  isLocal: boolean,
): Record<string, JsonPrimitive> {
  const entries = Object.entries(args).map(([name, value]): [string, JsonPrimitive] => {
    if (typeof value !== 'string') return [name, value];
    const path = resolve(context.workingDirectory, value);
    const isMeant = isLocal && PATH_ARGUMENTS.has(name) && value !== '' && context.pathExists(path);
    return [name, /^\.\.?\//.test(value) || isMeant ? path : value];
  });
  return Object.fromEntries(entries);
}

function primitives(args: JsonObject): Record<string, JsonPrimitive> {
  const entries = Object.entries(args).map(([name, value]): [string, JsonPrimitive] => {
    // Adapters take plain values; a list or mapping of a YAML file arrives as its JSON.
    const isPlain = value === null || typeof value !== 'object';
    return [name, isPlain ? value : JSON.stringify(value)];
  });
  return Object.fromEntries(entries);
}
