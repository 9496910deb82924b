import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { deviationHeadings } from '../../parity/deviations.ts';

test('every difference that the conformance run explains has its heading in the document', () => {
  const path = fileURLToPath(new URL('../../../docs/deviations.md', import.meta.url));
  const headings = [...readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, text]) => text);
  const named = deviationHeadings();
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((heading) => !headings.includes(heading))).toEqual([]);
});
