import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { isMedia, type Media } from '../../../core/media.ts';
import { docHash } from '../../../activities/datasets/doc-hash.ts';
import { openDataset } from '../../../activities/datasets/open-dataset.ts';
import { temporaryFolder } from '../tasks/temporary-folder.ts';
import { collect, configOf, countingOpener, pngBytes } from './dataset-fixture.ts';

const ROWS = 2000;
const IMAGE_BYTES = 4096;

function imageParquet(rows = ROWS): Uint8Array {
  const indices = Array.from({ length: rows }, (_, index) => index);
  const noise = (index: number): Uint8Array => {
    const bytes = pngBytes(index, IMAGE_BYTES);
    // Incompressible, so that the bytes read say something about the rows read.
    for (let at = 32, state = index + 1; at < IMAGE_BYTES - 4; at += 1) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      bytes[at] = state >>> 24;
    }
    return bytes;
  };
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'question', data: indices.map((index) => `q${index}`), type: 'STRING' },
        { name: 'image', data: indices.map(noise), type: 'BYTE_ARRAY' },
        { name: 'id', data: indices.map(BigInt), type: 'INT64' },
      ],
      rowGroupSize: 100,
    }),
  );
}

const parquetConfig = (folder: string, file: string) =>
  configOf(folder, { dataset_path: 'parquet', dataset_kwargs: { data_files: file } });

describe('parquet files', () => {
  it('read only the row groups of a range', async () => {
    const folder = temporaryFolder({ 'a.parquet': imageParquet() });
    const counter = countingOpener();
    const dataset = await openDataset({
      config: parquetConfig(folder, 'a.parquet'),
      split: 'test',
      openFile: counter.openFile,
      fingerprint: 'known',
    });
    expect(dataset.count).toBe(ROWS);
    expect(dataset.columns).toEqual(['question', 'image', 'id']);
    counter.reset();
    const rows = await collect(dataset, 750, 760);
    expect(rows.map((row) => [row['question'], row['id']])).toEqual(
      Array.from({ length: 10 }, (_, index) => [`q${750 + index}`, 750 + index]),
    );
    expect(counter.bytesRead()).toBeLessThan(0.06 * ROWS * IMAGE_BYTES);
    await dataset.close();
  });

  it('give images by reference with their own bytes', async () => {
    const folder = temporaryFolder({ 'a.parquet': imageParquet(120) });
    const dataset = await openDataset({
      config: parquetConfig(folder, 'a.parquet'),
      split: 'test',
    });
    const rows = await collect(dataset, 98, 102);
    const media = rows.map((row) => row['image']);
    expect(media.every(isMedia)).toBe(true);
    const [first] = media as Media[];
    expect(first).toMatchObject({ kind: 'image', mediaType: 'image/png', sizeBytes: IMAGE_BYTES });
    const bytes = (await first?.read()) ?? new Uint8Array();
    expect(Buffer.from(bytes).readUInt32BE(IMAGE_BYTES - 4)).toBe(98);
    expect(new Set((media as Media[]).map((one) => one.sha256)).size).toBe(4);
    expect(new Set(rows.map(docHash)).size).toBe(4);
    await dataset.close();
  });

  it('read bytes-and-path records, lists, nulls, large integers, dates and NaN', async () => {
    const buffer = parquetWriteBuffer({
      schema: [
        { name: 'root', num_children: 5 },
        { name: 'image', num_children: 2, repetition_type: 'OPTIONAL' },
        { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
        { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
        { name: 'choices', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        {
          name: 'element',
          type: 'BYTE_ARRAY',
          converted_type: 'UTF8',
          repetition_type: 'OPTIONAL',
        },
        { name: 'big', type: 'INT64', repetition_type: 'REQUIRED' },
        { name: 'score', type: 'DOUBLE', repetition_type: 'REQUIRED' },
        { name: 'raw', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED' },
      ],
      columnData: [
        {
          name: 'image',
          data: [
            { bytes: pngBytes(1), path: 'a.png' },
            { bytes: new Uint8Array([1, 2, 3]), path: 'broken.wav' },
            null,
          ],
        },
        { name: 'choices', data: [['a', 'b'], [], null] },
        { name: 'big', data: [5n, 2n ** 60n, -1n] },
        { name: 'score', data: [0.5, Number.NaN, 1] },
        {
          name: 'raw',
          data: [
            new TextEncoder().encode('plain'),
            new Uint8Array([0xff, 0xfe, 0xfd]),
            new Uint8Array(),
          ],
        },
      ],
    });
    const folder = temporaryFolder({ 'a.parquet': new Uint8Array(buffer) });
    const dataset = await openDataset({
      config: parquetConfig(folder, 'a.parquet'),
      split: 'test',
    });
    const rows = await collect(dataset);
    expect(rows[0]).toMatchObject({ choices: ['a', 'b'], big: 5, score: 0.5, raw: 'plain' });
    expect(rows[1]).toMatchObject({ big: '1152921504606846976', score: null, raw: '//79' });
    expect(rows[2]).toMatchObject({ image: null, choices: null });
    expect(rows[0]?.['image']).toMatchObject({ kind: 'image', mediaType: 'image/png' });
    expect(rows[1]?.['image']).toMatchObject({
      kind: 'audio',
      mediaType: 'application/octet-stream',
    });
    await dataset.close();
  });

  it('say which file is cut short or is no parquet, and how to mend it', async () => {
    const whole = imageParquet(200);
    const folder = temporaryFolder({
      'cut.parquet': whole.slice(0, whole.length - 500),
      'text.parquet': 'this is not a parquet file at all',
      'empty.parquet': '',
    });
    for (const file of ['cut.parquet', 'text.parquet', 'empty.parquet']) {
      const attempt = openDataset({ config: parquetConfig(folder, file), split: 'test' });
      await expect(attempt).rejects.toThrow(
        new RegExp(`${file}: it is not a whole parquet file .*Download or write it again`),
      );
      await expect(attempt).rejects.toMatchObject({ code: 'dataset-invalid' });
    }
  });

  it('say which rows are damaged inside a file whose footer is whole', async () => {
    const bytes = imageParquet(200);
    bytes.fill(0xff, 4, 40_000);
    const folder = temporaryFolder({ 'a.parquet': bytes });
    const dataset = await openDataset({
      config: parquetConfig(folder, 'a.parquet'),
      split: 'test',
    });
    await expect(collect(dataset, 0, 10)).rejects.toThrow(/a\.parquet: .*rows 0 to 9/);
    await dataset.close();
  });

  it('join several files in order, with one fingerprint for equal bytes anywhere', async () => {
    const files = { 'p/1.parquet': imageParquet(3), 'p/2.parquet': imageParquet(2) };
    const [left, right] = [temporaryFolder(files), temporaryFolder(files)];
    const open = (folder: string) =>
      openDataset({ config: parquetConfig(folder, 'p/*.parquet'), split: 'test' });
    const dataset = await open(left);
    expect((await collect(dataset, 2, 4)).map((row) => row['question'])).toEqual(['q2', 'q0']);
    const other = await open(right);
    expect(other.fingerprint).toBe(dataset.fingerprint);
    writeFileSync(join(right, 'p/2.parquet'), imageParquet(1));
    const changed = await open(right);
    expect(changed.fingerprint).not.toBe(dataset.fingerprint);
    for (const one of [dataset, other, changed]) await one.close();
  });
});
