import { describe, expect, it } from 'vitest';
import { didYouMean, nearestName, nearestNames } from '../../../core/nearest-name.ts';

describe('nearestName', () => {
  it('finds a name with swapped, missing or doubled letters', () => {
    const names = ['doc_to_text', 'doc_to_target', 'doc_to_visual'];
    expect(nearestName('doc_to_txet', names)).toBe('doc_to_text');
    expect(nearestName('doc-to-target', names)).toBe('doc_to_target');
    expect(nearestName('DOC_TO_VISUALL', names)).toBe('doc_to_visual');
  });

  it('suggests nothing when nothing is near', () => {
    expect(nearestName('zzzzzz', ['mme', 'mmmu_val'])).toBeUndefined();
    expect(nearestName('', ['mme'])).toBeUndefined();
    expect(didYouMean('zzzzzz', ['mme'])).toBe('');
  });

  it('puts the nearest first and names that contain the given one last', () => {
    expect(nearestNames('mmmu', ['mmmu_val', 'mmmo', 'other'])).toEqual(['mmmo', 'mmmu_val']);
  });
});
