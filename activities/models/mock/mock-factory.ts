import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { canonicalJson } from '../../../core/json.ts';
import { catalogueEntry } from '../../../core/model-catalogue.ts';
import type { ModelFactory } from '../model-adapter.ts';
import { createMockAdapter } from './mock-adapter.ts';
import { readScript } from './mock-script.ts';
import { readMockSettings } from './mock-settings.ts';

export const mockFactory: ModelFactory = mockFactoryOf('mock');
/** The same model behind a lease, so that leases can be exercised without a GPU. */
export const mockLeasedFactory: ModelFactory = mockFactoryOf('mock_leased');

function mockFactoryOf(id: 'mock' | 'mock_leased'): ModelFactory {
  return {
    ...catalogueEntry(id)!,
    async identify(args) {
      const settings = readMockSettings(args);
      const { mode, response, failRate, failSeed, name, script } = settings;
      if (script !== undefined) await readScript(script);
      const scriptDigest =
        script === undefined
          ? null
          : createHash('sha256')
              .update(await readFile(script))
              .digest('hex');
      // failRate belongs to it: a failing mock must not share cached answers with a sound one.
      const facts = { id, version: 1, mode, response, failRate, failSeed, name, scriptDigest };
      const digest = createHash('sha256').update(canonicalJson(facts)).digest('hex');
      return { modelKey: digest.slice(0, 24), displayName: name };
    },
    create: async (args) => createMockAdapter(readMockSettings(args)),
  };
}
