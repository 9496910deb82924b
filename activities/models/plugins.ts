import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EvalError, messageOf } from '../../core/errors.ts';
import { checkArgumentNames } from '../../core/models/check-arguments.ts';
import type { CatalogueEntry } from '../../core/models/catalogue-entry.ts';
import type { PluginReference } from '../../core/models/plugin-manifest.ts';
import type { PluginPackage } from '../../tasks/plugin-packages.ts';
import type { ModelFactory } from './model-adapter.ts';
import { findModel } from './registry.ts';

/** What the module of a plug-in exports as `models`, by id. */
type PluginModels = Readonly<Record<string, Pick<ModelFactory, 'identify' | 'create'>>>;

/** A run's model among the built-in ones, or of the plug-in that the run names. */
export type ModelFinder = (
  idOrAlias: string,
  plugin?: Pick<PluginReference, 'name' | 'version'>,
) => Promise<ModelFactory>;

/** Finds models of the plug-ins that this process was started with, and of no others. */
export function createModelFinder(plugins: readonly PluginPackage[]): ModelFinder {
  return async (idOrAlias, wanted) => {
    if (wanted === undefined) return findModel(idOrAlias);
    const plugin = plugins.find(({ name }) => name === wanted.name);
    if (plugin === undefined || plugin.version !== wanted.version) {
      throw otherPlugin(idOrAlias, wanted, plugin);
    }
    const entry = plugin.entries.find(({ id, aliases }) => [id, ...aliases].includes(idOrAlias));
    if (entry === undefined) {
      throw new EvalError(
        'model-not-found',
        `The plug-in ${plugin.name} ${plugin.version} has no model ${JSON.stringify(idOrAlias)}.`,
      );
    }
    return factoryOf(plugin, entry);
  };
}

async function factoryOf(plugin: PluginPackage, entry: CatalogueEntry): Promise<ModelFactory> {
  const model = (await modelsOf(plugin))[entry.id];
  if (typeof model?.identify !== 'function' || typeof model.create !== 'function') {
    throw broken(
      plugin,
      `its module exports no models[${JSON.stringify(entry.id)}] with identify and create`,
    );
  }
  return {
    ...entry,
    async identify(args, context) {
      checkArgumentNames(entry.id, args, entry.parameters);
      const identity = await model.identify(args, context);
      const { name, version } = plugin;
      // Another plug-in, or another version of it, must not find answers of this one in a cache.
      const modelKey = createHash('sha256')
        .update(JSON.stringify([name, version, entry.id, identity.modelKey]))
        .digest('hex')
        .slice(0, 24);
      return { ...identity, modelKey };
    },
    create: (args, context) => model.create(args, context),
  };
}

async function modelsOf(plugin: PluginPackage): Promise<PluginModels> {
  let module: { readonly models?: unknown };
  try {
    module = (await import(
      pathToFileURL(join(plugin.folder, plugin.module)).href
    )) as typeof module;
  } catch (error) {
    throw broken(plugin, messageOf(error));
  }
  const { models } = module;
  if (typeof models !== 'object' || models === null) {
    throw broken(plugin, 'its module exports no `models`');
  }
  return models as PluginModels;
}

function broken(plugin: PluginPackage, what: string): EvalError {
  return new EvalError(
    'model-load-failed',
    `Cannot load the plug-in ${plugin.name} ${plugin.version} from ${plugin.folder}: ${what}. See docs/adding-a-model.md.`,
  );
}

function otherPlugin(
  id: string,
  wanted: Pick<PluginReference, 'name' | 'version'>,
  here: PluginPackage | undefined,
): EvalError {
  const state =
    here === undefined ? 'this worker was started without it' : `this worker has ${here.version}`;
  return new EvalError(
    'model-invalid',
    `Cannot run the model ${id}: it comes from the plug-in ${wanted.name} ${wanted.version}, and ${state}. Install that version where the worker runs and start it with --plugin ${wanted.name} or ASSAY_PLUGINS=${wanted.name}.`,
  );
}
