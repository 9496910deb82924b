import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../activities/datasets/open-dataset.ts';
import { temporaryFolder } from '../tasks/temporary-folder.ts';
import { collect, configOf, countingOpener } from './dataset-fixture.ts';

const open = (folder: string, format: string, files: string, more = {}) =>
  openDataset({
    config: configOf(folder, {
      dataset_path: format,
      dataset_kwargs: { data_files: files, ...more },
    }),
    split: 'test',
  });

describe('JSON lines', () => {
  it('parse only the part of the file a range needs', async () => {
    const lines = Array.from({ length: 20_000 }, (_, id) =>
      JSON.stringify({ id, text: 'x'.repeat(80) }),
    );
    const folder = temporaryFolder({ 'a.jsonl': `\ufeff${lines.join('\n')}\n` });
    const counter = countingOpener();
    const dataset = await openDataset({
      config: configOf(folder, { dataset_kwargs: { data_files: 'a.jsonl' } }),
      split: 'test',
      openFile: counter.openFile,
      fingerprint: 'known',
    });
    expect(dataset.count).toBe(20_000);
    counter.reset();
    const rows = await collect(dataset, 12_345, 12_348);
    expect(rows.map((row) => row['id'])).toEqual([12_345, 12_346, 12_347]);
    expect(counter.bytesRead()).toBeLessThan(600_000);
    await dataset.close();
  });

  it('give every row once over any cut of the range', async () => {
    const lines = Array.from(
      { length: 3000 },
      (_, id) => `${JSON.stringify({ id, pad: 'y'.repeat(id % 700) })}\n`,
    );
    const folder = temporaryFolder({ 'a.jsonl': lines.join('\n  \r\n') });
    const dataset = await open(folder, 'jsonl', 'a.jsonl');
    const ids: unknown[] = [];
    for (let start = 0; start < dataset.count; start += 171) {
      for (const row of await collect(dataset, start, Math.min(dataset.count, start + 171)))
        ids.push(row['id']);
    }
    expect(ids).toEqual(Array.from({ length: 3000 }, (_, id) => id));
    await dataset.close();
  });

  it('name the line that is broken', async () => {
    const folder = temporaryFolder({
      'torn.jsonl': '{"a": 1}\n\n{"a": \n',
      'list.jsonl': '{"a": 1}\n[1]\n',
      'bytes.jsonl': Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    });
    const torn = await open(folder, 'jsonl', 'torn.jsonl');
    await expect(collect(torn)).rejects.toThrow(/torn\.jsonl: line 3 is not JSON/);
    const list = await open(folder, 'jsonl', 'list.jsonl');
    await expect(collect(list)).rejects.toThrow(/list\.jsonl: line 2 is \[1\], not an object/);
    await expect(open(folder, 'jsonl', 'bytes.jsonl')).rejects.toThrow(
      /not UTF-8 text \(near line 1\)/,
    );
  });

  it('hold lines of ten megabytes', async () => {
    const long = 'z'.repeat(10_000_000);
    const folder = temporaryFolder({ 'a.jsonl': `{"t":"a"}\n{"t":"${long}"}\n{"t":"b"}` });
    const dataset = await open(folder, 'jsonl', 'a.jsonl');
    expect((await collect(dataset, 1, 3)).map((row) => (row['t'] as string).length)).toEqual([
      10_000_000, 1,
    ]);
    await dataset.close();
  });
});

describe('JSON', () => {
  it('reads a list, lines, and a list under a field', async () => {
    const folder = temporaryFolder({
      'list.json': '\n[{"a": 1}, {"a": 2}]',
      'lines.json': '{"a": 1}\n{"a": 2}\n',
      'field.json': '{"version": 1, "data": [{"a": 1}, {"a": 2}]}',
    });
    for (const [file, more] of [
      ['list.json', {}],
      ['lines.json', {}],
      ['field.json', { field: 'data' }],
    ] as const) {
      const dataset = await open(folder, 'json', file, more);
      expect(await collect(dataset)).toEqual([{ a: 1 }, { a: 2 }]);
      await dataset.close();
    }
    await expect(open(folder, 'json', 'field.json', { field: 'rows' })).rejects.toThrow(
      /no list under the field "rows"/,
    );
  });

  it('reads one object over several lines as one row, also from several such files', async () => {
    const one = (a: number) => JSON.stringify({ a, list: [{ b: 1 }] }, null, 2);
    const folder = temporaryFolder({
      'sim_1.json': `${one(1)}\n`,
      'sim_2.json': one(2),
      'sim_3.json': JSON.stringify({ a: 3, list: [{ b: 1 }] }),
      'torn.json': '{\n  "a": 1,\n',
      'two.json': `${one(1)}\n${one(2)}`,
    });
    const dataset = await open(folder, 'json', 'sim_*.json');
    expect(await collect(dataset)).toEqual([1, 2, 3].map((a) => ({ a, list: [{ b: 1 }] })));
    expect(dataset.columns).toEqual(['a', 'list']);
    for (const broken of ['torn.json', 'two.json']) {
      await expect(open(folder, 'json', broken)).rejects.toThrow(/line 1 is not JSON/);
    }
  });

  it('keeps a column called __proto__ a column', async () => {
    const folder = temporaryFolder({ 'a.jsonl': '{"__proto__": {"polluted": true}, "a": 1}\n' });
    const dataset = await open(folder, 'jsonl', 'a.jsonl');
    const [row] = await collect(dataset);
    expect(Object.keys(row ?? {})).toEqual(['__proto__', 'a']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect((row as Record<string, unknown>)['polluted']).toBeUndefined();
    await dataset.close();
  });
});

describe('CSV, TSV and text', () => {
  it('reads quoted cells over several lines, also across ranges and blocks', async () => {
    const cell = (id: number): string => `"line ${id}\nsays ""hi"", ${'w'.repeat(300)}"`;
    const rows = Array.from({ length: 2500 }, (_, id) => `${id},${cell(id)},x\r\n`);
    const folder = temporaryFolder({ 'a.csv': `\ufeff"id",text,last\r\n${rows.join('\r\n')}` });
    const dataset = await open(folder, 'csv', 'a.csv');
    expect(dataset.count).toBe(2500);
    expect(dataset.columns).toEqual(['id', 'text', 'last']);
    for (const start of [0, 1, 1249, 2498]) {
      const [row] = await collect(dataset, start, start + 1);
      expect(row).toEqual({
        id: String(start),
        text: `line ${start}\nsays "hi", ${'w'.repeat(300)}`,
        last: 'x',
      });
    }
    await dataset.close();
  });

  it('names the row with too many cells and the quote that never closes', async () => {
    const folder = temporaryFolder({
      'wide.csv': 'a,b\n1,2\n1,2,3\n',
      'open.csv': 'a,b\n1,2\n"1,2\n',
      'twice.csv': 'a,a\n',
      'empty.csv': '',
    });
    const wide = await open(folder, 'csv', 'wide.csv');
    await expect(collect(wide)).rejects.toThrow(/wide\.csv: row 2 has 3 cells and the header 2/);
    await expect(
      open(folder, 'csv', 'open.csv').then((dataset) => collect(dataset)),
    ).rejects.toThrow(/open\.csv: line \d is not a row/);
    await expect(open(folder, 'csv', 'twice.csv')).rejects.toThrow(/column "a" twice/);
    await expect(open(folder, 'csv', 'empty.csv')).rejects.toThrow(/it is empty/);
  });

  it('reads tabs, another delimiter and plain lines', async () => {
    const folder = temporaryFolder({
      'a.tsv': 'a\tb\n1\t2, 3\n',
      'a.csv': 'a;b\n1;2\n',
      'a.txt': 'x\n\ny',
    });
    const tsv = await open(folder, 'tsv', 'a.tsv');
    expect(await collect(tsv)).toEqual([{ a: '1', b: '2, 3' }]);
    const csv = await open(folder, 'csv', 'a.csv', { delimiter: ';' });
    expect(await collect(csv)).toEqual([{ a: '1', b: '2' }]);
    const text = await open(folder, 'text', 'a.txt');
    expect(await collect(text)).toEqual([{ text: 'x' }, { text: '' }, { text: 'y' }]);
    for (const dataset of [tsv, csv, text]) await dataset.close();
  });
});
