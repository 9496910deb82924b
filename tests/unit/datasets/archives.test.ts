import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { archiveSets } from '../../../activities/datasets/archives/archive-sets.ts';
import type { UnpackLimits } from '../../../activities/datasets/archives/entry-writer.ts';
import { ensureUnpacked } from '../../../activities/datasets/archives/unpacked-folder.ts';
import { openFileByteSource } from '../../../activities/datasets/file-byte-source.ts';
import { makeTar, makeZip } from '../../support/make-archives.ts';
import { temporaryFolder } from '../tasks/temporary-folder.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

function unpackIn(files: Record<string, Uint8Array>, limits?: UnpackLimits) {
  const root = temporaryFolder(files);
  const folder = join(root, 'out');
  let opened = 0;
  const run = () =>
    ensureUnpacked({
      folder,
      digest: 'd1',
      sets: archiveSets(Object.keys(files)),
      open: async (path) => {
        opened += 1;
        return openFileByteSource(join(root, path));
      },
      ...(limits === undefined ? {} : { limits }),
    });
  return { root, folder, run, opened: () => opened };
}

describe('archiveSets', () => {
  it('puts parts of one archive together in the order of their numbers', () => {
    expect(
      archiveSets([
        'README.md',
        'videos_10.tar',
        'videos_2.tar',
        'videos_1.tar',
        'sub/a.tar.gz',
        'b.tgz',
        'c.tar.part_ab',
        'c.tar.part_aa',
        'data.ZIP',
        'rows.tar.zst',
        'state.parquet',
      ]),
    ).toEqual([
      { kind: 'zip', parts: ['data.ZIP'] },
      { kind: 'tar', parts: ['b.tgz'] },
      { kind: 'tar', parts: ['c.tar.part_aa', 'c.tar.part_ab'] },
      { kind: 'tar', parts: ['sub/a.tar.gz'] },
      { kind: 'tar', parts: ['videos_1.tar', 'videos_2.tar', 'videos_10.tar'] },
    ]);
  });
});

describe('unpacking', () => {
  it('takes files out of zip, tar and tar.gz, and leaves links and devices where they are', async () => {
    const { folder, run } = unpackIn({
      'a.zip': makeZip([
        { name: 'clips/one.mp4', body: bytes('one') },
        { name: './two.mp4', body: bytes('two') },
        { name: 'link.mp4', body: bytes('/etc/passwd'), mode: 0o120777 },
      ]),
      'b.tar': await makeTar([
        { name: 'deep/', type: 'directory' },
        { name: `${'long/'.repeat(40)}three.mp4`, body: bytes('three') },
        { name: 'hosts', type: 'symlink', linkname: '/etc/hosts' },
        { name: 'hard', type: 'link', linkname: '/etc/hosts' },
        { name: 'null', type: 'character-device' },
      ]),
      'c.tar.gz': await makeTar([{ name: 'four.mp4', body: bytes('four') }], { gzip: true }),
    });
    const { files } = await run();
    expect(files.map(({ path, size }) => [path, size])).toEqual([
      ['clips/one.mp4', 3],
      ['two.mp4', 3],
      [`${'long/'.repeat(40)}three.mp4`, 5],
      ['four.mp4', 4],
    ]);
    expect(readFileSync(join(folder, 'clips/one.mp4'), 'utf8')).toBe('one');
    expect(readdirSync(folder).sort()).toEqual([
      '.assay-unpacked.json',
      'clips',
      'four.mp4',
      'long',
      'two.mp4',
    ]);
  });

  it('reads pieces of one tar as one, and numbered tars as several', async () => {
    const whole = await makeTar([
      { name: 'a.mp4', body: new Uint8Array(3000).fill(1) },
      { name: 'b.mp4', body: new Uint8Array(3000).fill(2) },
    ]);
    const pieces = unpackIn({
      'v_1.tar': whole.subarray(0, 1000),
      'v_2.tar': whole.subarray(1000, 4000),
      'v_10.tar': whole.subarray(4000),
    });
    expect((await pieces.run()).files.map(({ path }) => path)).toEqual(['a.mp4', 'b.mp4']);
    const own = unpackIn({
      'v_1.tar': await makeTar([{ name: 'a.mp4', body: bytes('a') }]),
      'v_2.tar': await makeTar([{ name: 'b.mp4', body: bytes('b') }]),
    });
    expect((await own.run()).files.map(({ path }) => path)).toEqual(['a.mp4', 'b.mp4']);
  });

  it.each([
    ['../out.mp4'],
    ['a/../../out.mp4'],
    ['/etc/out.mp4'],
    ['C:/out.mp4'],
    ['a\0b.mp4'],
    ['..\\out.mp4'],
  ])('refuses the entry %j and leaves nothing behind', async (name) => {
    const files: Record<string, Uint8Array> = {
      'a.zip': makeZip([{ name, body: bytes('x') }]),
    };
    const zip = unpackIn(files);
    // yauzl makes a backslash a slash; what is left of the name has to be safe.
    await expect(zip.run()).rejects.toMatchObject({ code: 'dataset-invalid' });
    expect(readdirSync(zip.root)).toEqual(['a.zip']);
    if (name.includes('\0')) return;
    const tar = unpackIn({ 'a.tar': await makeTar([{ name, body: bytes('x') }]) });
    await expect(tar.run()).rejects.toThrow(/which is no path inside its folder/);
    expect(readdirSync(tar.root)).toEqual(['a.tar']);
  });

  it('stops at bombs: too many files, too many bytes, too much for its size', async () => {
    const many = makeZip(
      Array.from({ length: 20 }, (_, index) => ({ name: `${index}.mp4`, body: bytes('x') })),
    );
    const limits = { entries: 10, totalBytes: 1e12, ratio: 1e9 };
    await expect(unpackIn({ 'a.zip': many }, limits).run()).rejects.toThrow(/more than 10 files/);
    const zeros = makeZip([{ name: 'zeros.mp4', body: new Uint8Array(4_000_000) }]);
    const tight = { entries: 10, totalBytes: 1_000_000, ratio: 1e9 };
    const bomb = unpackIn({ 'a.zip': zeros }, tight);
    await expect(bomb.run()).rejects.toThrow(/unpack to more than 1000000 bytes/);
    expect(readdirSync(bomb.root)).toEqual(['a.zip']);
  });

  it('says which archive is torn', async () => {
    const zip = makeZip([{ name: 'a.mp4', body: bytes('abc') }]);
    await expect(unpackIn({ 'a.zip': zip.subarray(0, 40) }).run()).rejects.toThrow(
      /a\.zip: it is not a whole zip archive .* Download it again/,
    );
    const damaged = Buffer.from(zip);
    damaged[36] = (damaged[36] ?? 0) ^ 0xff;
    await expect(unpackIn({ 'a.zip': damaged }).run()).rejects.toThrow(
      /not a whole zip archive \(a\.mp4 does not have its checksum/,
    );
    const tar = await makeTar([{ name: 'a.mp4', body: new Uint8Array(5000) }]);
    await expect(unpackIn({ 'a.tar': tar.subarray(0, 2000) }).run()).rejects.toThrow(
      /a\.tar: it is not a whole tar archive/,
    );
    const gzip = await makeTar([{ name: 'a.mp4', body: new Uint8Array(5000) }], { gzip: true });
    await expect(unpackIn({ 'a.tgz': gzip.subarray(0, 40) }).run()).rejects.toThrow(
      /not a whole tar archive/,
    );
  });

  it('is done once by many at once, and again when the folder was made of other archives', async () => {
    const { root, folder, run, opened } = unpackIn({
      'a.zip': makeZip([{ name: 'a.mp4', body: bytes('abc') }]),
    });
    // What a killed process left behind.
    mkdirSync(join(root, 'out.0123456789ab.draft'));
    const made = await Promise.all([run(), run(), run(), run()]);
    expect(made.map(({ files }) => files.length)).toEqual([1, 1, 1, 1]);
    expect(opened()).toBe(1);
    expect(readdirSync(root).sort()).toEqual(['a.zip', 'out']);
    writeFileSync(join(folder, '.assay-unpacked.json'), '{"digest": "other", "files": []}');
    await expect(run()).rejects.toMatchObject({ code: 'store-denied' });
  });

  it('does not wait for a process that was killed while it unpacked', async () => {
    const { root, run } = unpackIn({ 'a.zip': makeZip([{ name: 'a.mp4', body: bytes('abc') }]) });
    const lock = join(root, 'out.lock');
    writeFileSync(lock, '');
    utimesSync(lock, 1, 1);
    expect((await run()).files).toHaveLength(1);
    expect(readdirSync(root).sort()).toEqual(['a.zip', 'out']);
  });
});
