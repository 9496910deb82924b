import { expect, test } from 'vitest';

import { LOADABLE_MODELS, findModel, listModels } from '../../../activities/models/registry.ts';
import { MODEL_CATALOGUE, modelNames } from '../../../core/model-catalogue.ts';

test('the catalogue and the registry know the same models', () => {
  const adapters = MODEL_CATALOGUE.filter((entry) => !entry.family && !entry.unavailable);
  expect([...LOADABLE_MODELS].sort()).toEqual(adapters.map((entry) => entry.id).sort());
  expect(listModels()).toBe(MODEL_CATALOGUE);
});

test('every factory takes the parameters and the place that the catalogue prints', async () => {
  for (const entry of MODEL_CATALOGUE) {
    if (entry.unavailable !== undefined) continue;
    const { id, placement, parameters } = await findModel(entry.id);
    expect({ id, placement, parameters }).toEqual({
      id: entry.id,
      placement: entry.placement,
      parameters: entry.parameters,
    });
  }
});

test('no id or alias is taken twice, and no parameter name within a model', () => {
  const names = modelNames();
  expect(names).toHaveLength(new Set(names).size);
  for (const { id, parameters } of MODEL_CATALOGUE) {
    const keys = parameters.map((parameter) => parameter.name);
    expect(keys, id).toHaveLength(new Set(keys).size);
  }
});

test('an alias finds its adapter', async () => {
  for (const alias of ['openai', 'async_openai', 'async_openai_compatible_chat']) {
    expect((await findModel(alias)).id).toBe('openai_compatible');
  }
});

test('an unknown model is refused with the names that are near', async () => {
  await expect(findModel('async_openia')).rejects.toMatchObject({
    code: 'model-not-found',
    message: expect.stringContaining('async_openai') as unknown,
  });
});
