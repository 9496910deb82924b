import { EvalError } from '../../core/errors.ts';
import { catalogueEntry, type CatalogueEntry } from '../../core/model-catalogue.ts';
import { familyArguments } from '../../core/models/family-arguments.ts';
import { FAMILY_ENGINES } from '../../core/models/family-entries.ts';
import type { ModelFamily } from '../../core/models/model-family.ts';
import type { ModelArguments, ModelFactory } from './model-adapter.ts';

/** A family is run by the adapter that its row of the table names, with the family's settings beneath. */
export function familyFactory(
  entry: CatalogueEntry,
  family: ModelFamily,
  load: (id: string) => Promise<ModelFactory>,
): ModelFactory {
  const resolve = async (args: ModelArguments) => {
    const adapter = await load(adapterOf(family, args));
    const known = new Set(adapter.parameters.map(({ name }) => name));
    const own = familyArguments(family, args, known);
    refuseWithoutServer(family, own);
    return { adapter, own };
  };
  return {
    ...entry,
    async identify(args, context) {
      const { adapter, own } = await resolve(args);
      const identity = await adapter.identify(own, context);
      // The engine stays chosen where pinned arguments take the place of those that were typed.
      const { engine } = args;
      return identity.pinned === undefined || engine === undefined
        ? identity
        : { ...identity, pinned: { ...identity.pinned, engine } };
    },
    async create(args, context) {
      const { adapter, own } = await resolve(args);
      return adapter.create(own, context);
    },
  };
}

function adapterOf(family: ModelFamily, { engine }: ModelArguments): string {
  if (engine === undefined || engine === null || engine === '') return family.adapter;
  const isServed = catalogueEntry(family.adapter)?.placement === 'leased';
  if (isServed && FAMILY_ENGINES.includes(String(engine))) return String(engine);
  throw new EvalError(
    'model-invalid',
    isServed
      ? `--model_args of ${family.id}: engine=${JSON.stringify(engine)} is not valid; expected one of ${FAMILY_ENGINES.join(', ')}.`
      : `--model_args of ${family.id}: there is no argument "engine": ${family.adapter} runs it.`,
  );
}

/** Without this, prompts would go to the provider that the adapter asks by default. */
function refuseWithoutServer({ id, ownCode, checkpoint }: ModelFamily, args: ModelArguments): void {
  const { base_url: url } = args;
  if (ownCode === undefined || (url !== undefined && url !== null && url !== '')) return;
  throw new EvalError(
    'model-invalid',
    `The model ${id} runs only with the code of its authors: ${ownCode}. Serve ${checkpoint ?? 'its checkpoint'} with it behind an OpenAI-compatible API and pass --model_args base_url=http://HOST:PORT/v1; prompts and frames are then those of ${id}.`,
  );
}
