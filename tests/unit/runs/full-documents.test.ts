import { describe, expect, it } from 'vitest';
import { fullDocuments } from '../../../activities/runs/full-documents.ts';
import type { EvalDocument } from '../../../core/document.ts';
import type { Media } from '../../../core/media.ts';

const image: Media = {
  kind: 'image',
  sha256: 'ab'.repeat(32),
  mediaType: 'image/png',
  sizeBytes: 3,
  read: () => Promise.resolve(new Uint8Array(3)),
};

function datasetOf(documents: readonly EvalDocument[]) {
  let reads = 0;
  return {
    count: documents.length,
    reads: () => reads,
    async *rows(start: number, end: number) {
      reads += 1;
      yield* await Promise.resolve(documents.slice(start, end));
    },
  };
}

describe('all documents of a split', () => {
  it('come without their media and are read once', async () => {
    const dataset = datasetOf([
      { question: 'a', picture: image, pictures: [image, null] },
      { question: 'b', picture: null, list: [1, 2] },
    ]);
    const full = fullDocuments(dataset, 't');
    const [first, again] = await Promise.all([full(), full()]);
    expect(first).toEqual([{ question: 'a' }, { question: 'b', picture: null, list: [1, 2] }]);
    expect(again).toBe(first);
    expect(dataset.reads()).toBe(1);
  });

  it('are refused where they would not fit', async () => {
    const dataset = { ...datasetOf([]), count: 200_001 };
    await expect(fullDocuments(dataset, 'big')()).rejects.toThrow(/big: full_docs holds 200001/);
  });

  it('are read again after a fault', async () => {
    const dataset = datasetOf([{ question: 'a' }]);
    let broken = true;
    const full = fullDocuments(
      {
        count: 1,
        async *rows(start, end) {
          if (broken) throw new Error('the store is away');
          yield* dataset.rows(start, end);
        },
      },
      't',
    );
    await expect(full()).rejects.toThrow('the store is away');
    broken = false;
    expect(await full()).toEqual([{ question: 'a' }]);
  });
});
