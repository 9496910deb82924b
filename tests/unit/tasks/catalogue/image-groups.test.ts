import { beforeAll, expect, test } from 'vitest';
import { openTaskRegistry, type TaskRegistry } from '../../../../tasks/registry.ts';

let registry: TaskRegistry;

beforeAll(async () => {
  registry = await openTaskRegistry();
});

const GROUPS: readonly (readonly [group: string, ...tasks: string[]])[] = [
  ['mmmu', 'mmmu_val', 'mmmu_test'],
  ['mmmu_pro', 'mmmu_pro_vision', 'mmmu_pro_standard'],
  ['mmmu_pro_cot', 'mmmu_pro_vision_cot', 'mmmu_pro_standard_cot'],
  [
    'mmbench',
    'mmbench_en_dev',
    'mmbench_en_test',
    'mmbench_cn_dev',
    'mmbench_cn_test',
    'mmbench_cn_cc',
    'mmbench_ru_dev',
  ],
  ['mmbench_en', 'mmbench_en_dev', 'mmbench_en_test'],
  ['mmbench_cn', 'mmbench_cn_dev', 'mmbench_cn_test', 'mmbench_cn_cc'],
  ['scienceqa_full', 'scienceqa', 'scienceqa_img'],
  ['pope_full', 'pope_adv', 'pope_pop', 'pope_random'],
  ['docvqa', 'docvqa_val', 'docvqa_test'],
  ['infovqa', 'infovqa_val', 'infovqa_test'],
  ['textvqa', 'textvqa_val', 'textvqa_test'],
  ['vqav2', 'vqav2_val', 'vqav2_test'],
  ['ok_vqa', 'ok_vqa_val2014'],
  ['vizwiz_vqa', 'vizwiz_vqa_val', 'vizwiz_vqa_test'],
];

test.each(GROUPS)('the group %s holds its tasks', (group, ...tasks) => {
  const selection = registry.resolve([group]);
  expect(selection.tasks.map(({ name }) => name)).toEqual(tasks);
});

test('the group blink is the mean of its fourteen tasks', () => {
  const selection = registry.resolve(['blink']);
  expect(selection.tasks).toHaveLength(14);
  expect(selection.tasks.every(({ name }) => name.startsWith('blink_'))).toBe(true);
  const aggregated = selection.groups.filter(({ aggregateMetrics }) => aggregateMetrics.length > 0);
  expect(aggregated).toMatchObject([
    { aggregateMetrics: [{ metric: 'blink_acc', aggregation: 'mean', weight_by_size: false }] },
  ]);
});
