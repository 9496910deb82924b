import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'vitest';
import { findModel } from '../../../activities/models/registry.ts';
import { findTransformers } from '../../../activities/models/transformers-js/find-transformers.ts';
import { messageOf } from '../../../core/errors.ts';
import { modelContext } from '../../support/model-context.ts';
import { standInMedia } from '../../support/stand-in-media.ts';
import { testModelAdapter } from './model-contract.ts';

const checkpoint = fileURLToPath(
  new URL('../../fixtures/tiny-vlm/checkpoints/step-004000', import.meta.url),
);
const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
process.env['ASSAY_TRANSFORMERS_JS'] ??= join(cache, 'assay', 'transformers-js');

const reason = absence();
if (reason === undefined) {
  testModelAdapter(
    'transformers_js',
    async () =>
      (await findModel('transformers_js')).create(
        { pretrained: checkpoint },
        { ...modelContext(), media: standInMedia() },
      ),
    { logLikelihood: false, countsTokens: true, streams: true },
  );
} else {
  test.skip('transformers_js', () => undefined);
  console.warn(`Skipped: transformers_js. ${reason}`);
}

function absence(): string | undefined {
  try {
    findTransformers(process.env, process.cwd());
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
