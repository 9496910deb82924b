import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freezeTask } from '../../../activities/runs/freeze-task.ts';
import { loadTask } from '../../../tasks/load-task.ts';
import { testSpec } from '../../support/test-spec.ts';
import { writeTextTask } from '../../support/text-task.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-form-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const spec = testSpec('memory://form', { model: { id: 'mock', args: {} }, tasks: ['both'] });

test('the simple form leaves out doc_to_messages, unless the task has nothing else', async () => {
  const directory = writeTextTask(folder, {
    name: 'both',
    documents: 2,
    yaml: 'doc_to_messages: !function talk.messages\n',
  });
  writeFileSync(join(directory, 'talk.ts'), 'export const messages = () => [];\n');
  const config = loadTask(join(directory, 'both.yaml'));
  expect((await freezeTask(config, spec)).config.doc_to_messages).toBeDefined();
  const simple = { ...spec, promptForm: 'simple' } as const;
  expect((await freezeTask(config, simple)).config.doc_to_messages).toBeUndefined();

  const { doc_to_text: _, ...onlyMessages } = config;
  expect((await freezeTask(onlyMessages, simple)).config.doc_to_messages).toBeDefined();
});
