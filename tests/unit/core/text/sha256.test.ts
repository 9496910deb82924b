import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../core/text/sha256.ts';

describe('sha256', () => {
  it.each([0, 1, 3, 31, 55, 56, 57, 63, 64, 65, 119, 120, 1000])(
    'agrees with the platform on %i bytes',
    (length) => {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 37 + length) % 256);
      const expected = createHash('sha256').update(bytes).digest('hex');
      expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(expected);
    },
  );
});
