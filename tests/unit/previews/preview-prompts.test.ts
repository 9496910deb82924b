import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { previewPrompts } from '../../../activities/previews/preview-prompts.ts';
import { temporaryFolder } from '../tasks/temporary-folder.ts';

const HEAD = 'dataset_path: org/elsewhere\ntest_split: test\n';
const ROWS =
  '{"q": "Who?", "a": "me", "o": ["me", "you"]}\n{"q": "When?", "a": "now", "o": ["now"]}\n';

async function preview(
  files: Readonly<Record<string, string>>,
  documents: number,
  family?: string,
) {
  const folder = temporaryFolder({ 'fixture.jsonl': ROWS, ...files });
  const paths = Object.keys(files)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(folder, name));
  return previewPrompts({ paths, documents, modelFamily: family });
}

describe('previewPrompts', () => {
  it('shows what a model is shown, from the fixture beside the task', async () => {
    const yaml = `task: shown\n${HEAD}doc_to_text: "Q: {{ q }}"\ndoc_to_target: a\ndoc_to_choice: o\nnum_fewshot: 5\nfewshot_split: test\n`;
    expect(await preview({ 'shown.yaml': yaml }, 1)).toEqual([
      {
        task: 'shown',
        documents: [{ text: '[user]\nQ: When? now\n\nQ: Who?\n[choices]\nme\nyou\n[answer]\nme' }],
      },
    ]);
  });

  it('names a column that the data lack, document by document', async () => {
    const yaml = `task: t\n${HEAD}doc_to_text: "{{ qq }}"\ndoc_to_target: a\n`;
    const [shown] = await preview({ 't.yaml': yaml }, 2);
    expect(shown?.documents.map(({ error }) => error)).toEqual([
      expect.stringMatching(/no column "qq"\. Did you mean "q"\?/),
      expect.stringMatching(/no column "qq"/),
    ]);
  });

  it('applies the settings of a model, and tells of tasks that cannot run', async () => {
    const kwargs = 'lmms_eval_specific_kwargs: { default: { p: D }, big: { p: B } }\n';
    const good = `task: good\n${HEAD}doc_to_text: "{{ lmms_eval_specific_kwargs.p }}{{ q }}"\ndoc_to_target: a\n${kwargs}`;
    const bad = `task: bad\n${HEAD}doc_to_text: q\ndoc_to_target: a\nmetric_list: [{ metric: exact_mach }]\n`;
    const previews = await preview({ 'good.yaml': good, 'bad.yaml': bad }, 1, 'big');
    expect(previews[0]?.documents[0]?.text).toContain('\nBWho?\n');
    expect(previews[1]?.error).toMatch(/exact_mach.*exact_match/);
  });
});
