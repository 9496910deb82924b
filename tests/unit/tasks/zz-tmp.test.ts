import { it } from 'vitest';
import { openDataset } from '../../../activities/datasets/open-dataset.ts';
import { catalogueTasks } from '../../support/catalogue-tasks.ts';
import { createTask } from '../../../tasks/create-task.ts';
import { loadFunctions } from '../../../tasks/load-functions.ts';
import { scoreDocument } from '../../../core/scoring/score-document.ts';
import { checkScoringConfig } from '../../../core/scoring/check-scoring-config.ts';
import { createTaskAggregator } from '../../../core/scoring/task-aggregator.ts';
const MINE = new Set('mmlu gsm8k hellaswag arc gpqa ifeval librispeech common_voice_15 fleurs air_bench clotho_aqa muchomusic ami cn_college_listen_mcq dream_tts_mcq europal_asr song_describer screenspot screenspot_v2 screenspot_pro refcoco refcoco+ refcocog coco_cap flickr30k nocaps wenet_speech'.split(' '));
it('x', async () => {
  const bad: string[] = [];
  for (const entry of catalogueTasks().filter((t) => MINE.has(t.benchmark))) {
    if (entry.benchmark === 'mmlu' && !/anatomy|virology/.test(entry.name)) continue;
    try {
      const { dataset_name: _n, ...rest } = entry.config;
      const { token: _t, ...kw } = (entry.config.dataset_kwargs ?? {}) as never as Record<string, never>;
      const config = { ...rest, dataset_path: 'json', dataset_kwargs: { ...kw, data_files: entry.fixture } } as never as typeof entry.config;
      checkScoringConfig(config, config.repeats);
      const split = config.test_split ?? config.validation_split ?? '';
      const dataset = await openDataset({ config, split } as never);
      const functions = await loadFunctions(config);
      const task = createTask(config, { functions });
      const agg = createTaskAggregator({ config, functions, bootstrapIterations: 100, seed: 1 });
      let doc = 0;
      for await (const document of dataset.rows(0, dataset.count)) {
        const rendered = task.render(document);
        const choice = config.output_type === 'multiple_choice';
        const output = choice ? rendered.choices!.map((_, i) => [i === 0 ? -1 : -2, false]) : String(Array.isArray(rendered.target) ? rendered.target[0] : rendered.target);
        const rows = Array.from({ length: config.repeats }, (_, repeat) => ({ doc, repeat, status: 'ok', output, usage: {}, attempts: 1, origin: 'fresh', promptSha256: '', docSha256: '', mediaSha256: [] }));
        for (const row of scoreDocument({ task, doc, document, rendered, rows: rows as never, reasoningTags: null })) { if (row.status === 'failed') bad.push(`${entry.name}: ${row.error?.message}`); agg.add(row); }
        doc += 1;
      }
      if (doc < 5) bad.push(`${entry.name}: ${doc} docs`);
      const m = agg.finish().metrics;
      console.log(entry.name, JSON.stringify(Object.fromEntries(Object.entries(m).filter(([k]) => !/_stderr|_n,|_ci|alias/.test(k)))).slice(0, 230));
      await dataset.close();
    } catch (e) { bad.push(`${entry.name}: ${(e as Error).message.slice(0, 200)}`); }
  }
  console.log('BAD', bad.length, bad.join('\n'));
});
