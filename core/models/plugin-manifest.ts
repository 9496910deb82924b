import { EvalError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import type { CatalogueEntry, CatalogueParameter } from './catalogue-entry.ts';

/** Models that an npm package adds, as the `assay` part of its package.json says. */
export interface PluginManifest {
  readonly name: string;
  readonly version: string;
  /** Module with the code, relative to the package. */
  readonly module: string;
  readonly entries: readonly CatalogueEntry[];
}

/** What a run keeps of the plug-in that its model comes from. */
export interface PluginReference {
  readonly name: string;
  readonly version: string;
  /** Environment variables that the model reads by name. */
  readonly secrets: readonly string[];
}

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const MEDIA = ['image', 'audio', 'video', 'document'] as const;

/** Checks data from outside: what is wrong is named by its place. */
export function parsePluginManifest(named: string, file: JsonValue): PluginManifest {
  const read = reader(named);
  const root = read.object(file, 'package.json');
  const assay = read.object(root['assay'], 'assay');
  const models = assay['models'];
  if (!Array.isArray(models) || models.length === 0) {
    throw read.wrong('assay.models', 'a list with at least one model', models);
  }
  return {
    name: read.text(root['name'], 'name'),
    version: read.text(root['version'], 'version'),
    module: read.text(assay['module'], 'assay.module'),
    entries: models.map((model, index) => entryOf(read, model, `assay.models[${index}]`)),
  };
}

function entryOf(read: Reader, value: JsonValue, place: string): CatalogueEntry {
  const model = read.object(value, place);
  const id = read.text(model['id'], `${place}.id`);
  if (!ID.test(id)) throw read.wrong(`${place}.id`, 'letters, digits, ".", "_" and "-"', id);
  const placement = model['placement'];
  if (placement !== 'leased' && placement !== 'endpoint') {
    throw read.wrong(`${place}.placement`, '"leased" or "endpoint"', placement);
  }
  const forms = model['forms'] ?? 'chat';
  if (forms !== 'chat' && forms !== 'simple') {
    throw read.wrong(`${place}.forms`, '"chat" or "simple"', forms);
  }
  const wanted = read.texts(model['media'], `${place}.media`);
  const media = MEDIA.filter((kind) => wanted.includes(kind));
  if (media.length < wanted.length) {
    throw read.wrong(`${place}.media`, `kinds out of ${MEDIA.join(', ')}`, [...wanted]);
  }
  const parameters = model['parameters'] ?? [];
  if (!Array.isArray(parameters)) throw read.wrong(`${place}.parameters`, 'a list', parameters);
  return {
    id,
    aliases: read.texts(model['aliases'], `${place}.aliases`),
    placement,
    forms,
    media,
    summary: read.text(model['summary'], `${place}.summary`),
    logprobs: model['logprobs'] === true,
    tools: model['tools'] === true,
    needs: read.texts(model['needs'], `${place}.needs`),
    runs: `by the plug-in ${read.named}`,
    parameters: parameters.map((each, index) =>
      parameterOf(read, each, `${place}.parameters[${index}]`),
    ),
  };
}

function parameterOf(read: Reader, value: JsonValue, place: string): CatalogueParameter {
  const given = read.object(value, place);
  const preset = given['default'];
  if (preset !== undefined && preset !== null && typeof preset === 'object') {
    throw read.wrong(`${place}.default`, 'a text, number or truth value', preset);
  }
  return {
    name: read.text(given['name'], `${place}.name`),
    summary: read.text(given['summary'], `${place}.summary`),
    ...(preset === undefined ? {} : { default: preset }),
    ...(given['isSecret'] === true ? { isSecret: true } : {}),
  };
}

interface Reader {
  readonly named: string;
  wrong(place: string, expected: string, received: JsonValue | undefined): EvalError;
  object(value: JsonValue | undefined, place: string): Readonly<Record<string, JsonValue>>;
  text(value: JsonValue | undefined, place: string): string;
  texts(value: JsonValue | undefined, place: string): readonly string[];
}

function reader(named: string): Reader {
  const wrong: Reader['wrong'] = (place, expected, received) =>
    new EvalError(
      'config-invalid',
      `Cannot use the plug-in ${named}: ${place} of its package.json must be ${expected}, but is ${JSON.stringify(received)?.slice(0, 100) ?? 'missing'}. See docs/adding-a-model.md.`,
    );
  return {
    named,
    wrong,
    object(value, place) {
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        return value as Readonly<Record<string, JsonValue>>;
      }
      throw wrong(place, 'a mapping', value);
    },
    text(value, place) {
      if (typeof value === 'string' && value !== '') return value;
      throw wrong(place, 'a text', value);
    },
    texts(value, place) {
      const list = value ?? [];
      if (Array.isArray(list) && list.every((each) => typeof each === 'string')) return list;
      throw wrong(place, 'a list of texts', value);
    },
  };
}
