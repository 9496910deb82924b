import { parquetWriteBuffer } from 'hyparquet-writer';
import { onTestFinished } from 'vitest';
import { openDataset } from '../../../activities/datasets/open-dataset.ts';
import type { Dataset } from '../../../activities/datasets/dataset.ts';
import type { TaskConfig } from '../../../core/task.ts';
import { startFakeHub, type FakeHub } from '../../support/fake-hub.ts';
import { temporaryFolder } from '../tasks/temporary-folder.ts';
import { configOf } from './dataset-fixture.ts';

export interface HubFixture {
  readonly hub: FakeHub;
  readonly cacheFolder: string;
  readonly open: (
    more?: Partial<TaskConfig>,
    options?: { readonly split?: string; readonly environment?: Record<string, string> },
  ) => Promise<Dataset>;
}

/** A fake Hub and an empty cache, both gone after the test; tasks read `org/set`. */
export async function hubFixture(): Promise<HubFixture> {
  const hub = await startFakeHub();
  onTestFinished(() => hub.stop());
  const cacheFolder = temporaryFolder({});
  return {
    hub,
    cacheFolder,
    open: (more = {}, { split = 'test', environment = {} } = {}) =>
      openDataset({
        config: configOf('/nowhere', { dataset_path: 'org/set', ...more }),
        split,
        environment: {
          HF_ENDPOINT: hub.endpoint,
          ASSAY_CACHE_DIR: cacheFolder,
          ...environment,
        },
      }),
  };
}

/** Rows of incompressible cells in groups of 50, so that bytes read say which groups were. */
export function noisyParquet(
  rows: number,
  options: { cellBytes: number; seed?: number },
): Uint8Array {
  const indices = Array.from({ length: rows }, (_, index) => index);
  let state = (options.seed ?? 0) + 1;
  const noise = (): Uint8Array => {
    const bytes = new Uint8Array(options.cellBytes);
    for (let at = 0; at < bytes.length; at += 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      bytes[at] = state >>> 24;
    }
    return bytes;
  };
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'question', data: indices.map((index) => `q${index}`), type: 'STRING' },
        { name: 'noise', data: indices.map(noise), type: 'BYTE_ARRAY' },
      ],
      rowGroupSize: 50,
    }),
  );
}

export const jsonLines = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');
