import { fileURLToPath } from 'node:url';

import { findModel } from '../../../activities/models/registry.ts';
import { modelContext } from '../../support/model-context.ts';
import { testModelAdapter } from './model-contract.ts';

const checkpoint = fileURLToPath(
  new URL('../../fixtures/tiny-vlm/checkpoints/step-004000', import.meta.url),
);

testModelAdapter(
  'onnx',
  async () => (await findModel('onnx')).create({ pretrained: checkpoint }, modelContext()),
  { logLikelihood: true, countsTokens: true, streams: true },
);
