import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  explainDiskError,
  freeBytes,
  requireFreeSpace,
} from '../../../deploy/dev-server/explain-disk-error.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const failing = (code: string) => Object.assign(new Error(`${code}: failed`), { code });

test.each([
  ['ENOSPC', 'store-full', 'the disk that holds /data is full'],
  ['EACCES', 'store-denied', '/data is not writable (EACCES)'],
  ['EROFS', 'store-denied', 'ASSAY_DATA_DIR'],
  ['ENOTDIR', 'config-invalid', 'a file stands where the folder /data should be'],
  ['EIO', 'internal', 'EIO: failed'],
])('%s becomes %s', (code, expected, sentence) => {
  const error = explainDiskError(failing(code), 'create the data folder', '/data');
  expect(error.code).toBe(expected);
  expect(error.message).toContain('Cannot create the data folder');
  expect(error.message).toContain(sentence);
});

test('free space is told for a folder that does not exist yet', async () => {
  const directory = await temporaryDirectory();
  const [here, below] = [await freeBytes(directory), await freeBytes(join(directory, 'a', 'b'))];
  expect(here).toBeGreaterThan(0);
  expect(below).toBeGreaterThan(0);
});

test('a disk with room is accepted', async () => {
  await requireFreeSpace(await temporaryDirectory(), 'start');
});

// The kernel's process folder is a file system that reports no free block.
test.runIf(process.platform === 'linux')('a disk without room is refused', async () => {
  await expect(requireFreeSpace('/proc', 'start the Temporal server')).rejects.toMatchObject({
    code: 'store-full',
    message: expect.stringContaining('0 KiB free, 32 MiB needed') as string,
  });
});
