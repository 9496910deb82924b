import { expect, test } from 'vitest';
import { modelsCommand } from '../../../client/cli/models-command.ts';
import type { CommandContext } from '../../../client/cli/command.ts';
import type { JsonValue } from '../../../core/json.ts';

async function print(
  positionals: readonly string[],
  values: Record<string, JsonValue> = {},
): Promise<string> {
  const lines: string[] = [];
  const terminal = { print: (line: string) => lines.push(line) };
  const context = { positionals, values, terminal, environment: {} };
  await modelsCommand.run(context as unknown as CommandContext);
  return lines.join('\n');
}

test('the table says of every id what runs it and which media it takes', async () => {
  const table = await print([]);
  expect(table).toMatch(/\| qwen2_5_vl +\| chat\+simple +\| local, vllm +\| image video/);
  expect(table).toMatch(/\| vila +\| simple +\| your server/);
  expect(table).toMatch(/\| sam3 +\| simple +\| nothing/);
  expect(table).toMatch(/\| openai_compatible +\| chat\+simple +\| endpoint/);
});

test('a part of a name filters, an id or alias is described with an example', async () => {
  const filtered = await print(['intern']);
  expect(filtered).toContain('internvl3_5');
  expect(filtered).not.toContain('qwen2_5_vl ');
  const one = await print(['qwen2_5_vl']);
  expect(one).toMatch(/Example +assay eval --model qwen2_5_vl --model_args pretrained=Qwen\//);
  expect(one).toMatch(/\| nframes +\| 32 /);
  expect(await print(['async_openai'])).toMatch(
    /^async_openai: .*\n\nAlso named +openai_compatible/,
  );
  expect(await print(['whisper_tt'])).toMatch(/^whisper_tt cannot be run: /);
  await expect(print(['no-such-model'])).rejects.toThrow(/No model is named "no-such-model"/);
});

test('programs get the manifest as JSON', async () => {
  const [manifest] = JSON.parse(await print(['internvl3'], { json: true })) as JsonValue[];
  expect(manifest).toMatchObject({
    id: 'internvl3',
    adapter: 'vllm',
    forms: 'simple',
    media: ['image', 'video'],
    needs: expect.arrayContaining(['a GPU']) as unknown,
  });
});
