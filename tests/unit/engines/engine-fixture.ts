import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { testMediaService } from '../../support/media-service.ts';
import { onTestFinished } from 'vitest';
import type { EngineHost } from '../../../activities/engines/engine-host.ts';
import { engineFactory } from '../../../activities/engines/engine-factory.ts';
import type { ModelAdapter, ModelArguments } from '../../../activities/models/model-adapter.ts';
import {
  currentProcessIdentity,
  readProcessIdentity,
} from '../../../deploy/dev-server/process-identity.ts';

/** How the stand-in misbehaves; see tests/support/stand-in-engine.mjs. */
export type Faults = Readonly<Record<string, unknown>>;

export function engineHost(faults: Faults = {}, changes: Partial<EngineHost> = {}): EngineHost {
  const folder = mkdtempSync(join(tmpdir(), 'assay-engines-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const standIn = resolve('tests/support/stand-in-engine.mjs');
  return {
    folder,
    self: currentProcessIdentity(),
    identify: readProcessIdentity,
    takeGpus: () => undefined,
    environment: {
      ...process.env,
      ASSAY_VLLM_COMMAND: `${process.execPath} ${standIn}`,
      VLLM_STANDIN: JSON.stringify(faults),
      OPENAI_API_KEY: 'sk-not-for-engines',
    },
    ...changes,
  };
}

export async function engine(
  host: EngineHost,
  args: ModelArguments = { model: 'org/tiny' },
): Promise<ModelAdapter> {
  const adapter = await engineFactory('vllm').create(args, {
    secret: () => '',
    optionalSecret: () => undefined,
    batchSize: 1,
    media: testMediaService(),
    engines: host,
    log: () => {},
  });
  onTestFinished(() => adapter.dispose());
  return adapter;
}
