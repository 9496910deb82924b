import { fileURLToPath } from 'node:url';

import { findModel } from '../../../activities/models/registry.ts';
import { modelContext } from '../../support/model-context.ts';
import { standInMedia } from '../../support/stand-in-media.ts';
import { testModelAdapter } from './model-contract.ts';

const checkpoint = fileURLToPath(
  new URL('../../fixtures/tiny-vlm/checkpoints/step-004000', import.meta.url),
);

testModelAdapter(
  'onnx',
  async () =>
    (await findModel('onnx')).create(
      { pretrained: checkpoint },
      { ...modelContext(), media: standInMedia() },
    ),
  { logLikelihood: true, countsTokens: true, streams: true },
);
