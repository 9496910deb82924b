import { describe, expect, it } from 'vitest';
import { cardConfigs } from '../../../activities/datasets/hub/hub-card.ts';
import { hubLayout } from '../../../activities/datasets/hub/hub-layout.ts';
import { collect } from './dataset-fixture.ts';
import { hubFixture, jsonLines } from './hub-fixture.ts';

const layoutOf = (paths: readonly string[], readme = '') =>
  Object.fromEntries(
    [...hubLayout(paths, cardConfigs(readme, 'org/set'))].map(([config, splits]) => [
      config,
      Object.fromEntries(splits),
    ]),
  );
const row = (value: string) => jsonLines([{ a: value }]);
const card = (configs: string) => `---\nlicense: mit\nconfigs:\n${configs}---\n# Text\n`;

describe('the files of a split on the Hub', () => {
  it('follow the usual names', () => {
    expect(
      layoutOf([
        'README.md',
        '.gitattributes',
        'dataset_infos.json',
        'data/test-00000-of-00002-0123456789abcdef.parquet',
        'data/test-00001-of-00002-0123456789abcdef.parquet',
        'data/testmini-00000-of-00001.parquet',
      ]),
    ).toEqual({
      default: {
        test: [
          'data/test-00000-of-00002-0123456789abcdef.parquet',
          'data/test-00001-of-00002-0123456789abcdef.parquet',
        ],
        testmini: ['data/testmini-00000-of-00001.parquet'],
      },
    });
    expect(layoutOf(['en/dev-00000-of-00001.parquet', 'cn/test-00000-of-00001.parquet'])).toEqual({
      cn: { test: ['cn/test-00000-of-00001.parquet'] },
      en: { dev: ['en/dev-00000-of-00001.parquet'] },
    });
    expect(layoutOf(['default/test/0000.parquet', 'default/train/0000.parquet'])).toEqual({
      default: { test: ['default/test/0000.parquet'], train: ['default/train/0000.parquet'] },
    });
    expect(layoutOf(['test/a.csv', 'test/b.csv', 'validation/a.csv'])).toEqual({
      default: { test: ['test/a.csv', 'test/b.csv'], validation: ['validation/a.csv'] },
    });
    expect(layoutOf(['questions_dev.jsonl', 'my-test.jsonl'])).toEqual({
      default: { test: ['my-test.jsonl'], validation: ['questions_dev.jsonl'] },
    });
    expect(layoutOf(['questions.jsonl'])).toEqual({ default: { train: ['questions.jsonl'] } });
    expect(layoutOf(['README.md', 'videos.zip', 'requirements.txt'])).toEqual({});
  });

  it('follow the README where it declares them', () => {
    const paths = ['a/one.jsonl', 'a/two.jsonl', 'b/test.jsonl', 'c/deep/er/x.jsonl'];
    const configs = `- config_name: first
  data_files:
  - split: test
    path: a/*.jsonl
  - { split: val, path: [a/one.jsonl] }
- config_name: second
  default: true
  data_dir: b
- { config_name: third, data_files: "c/**" }
`;
    expect(layoutOf(paths, card(configs))).toEqual({
      first: { test: ['a/one.jsonl', 'a/two.jsonl'], val: ['a/one.jsonl'] },
      second: { test: ['b/test.jsonl'] },
      third: { train: ['c/deep/er/x.jsonl'] },
    });
    expect(() => cardConfigs('---\nconfigs: [{{\n---\n', 'org/set')).toThrow(/not plain YAML/);
    expect(cardConfigs('---\nlicense: mit\n---\nconfigs:', 'org/set')).toEqual([]);
    const bomb = `a: &a [x, x]\nb: &b [${'*a,'.repeat(60)}]\nconfigs: [${'*b,'.repeat(60)}]`;
    expect(() => cardConfigs(`---\n${bomb}\n---\n`, 'org/set')).toThrow(/README of the dataset/);
  });

  it('are chosen by dataset_name and split, with the valid names in the sentence', async () => {
    const { hub, open } = await hubFixture();
    hub.commit('org/set', {
      'README.md': card(`- { config_name: english, data_files: [{ split: test, path: en.jsonl }] }
- { config_name: chinese, data_files: [{ split: test, path: cn.jsonl }] }
`),
      'en.jsonl': row('en'),
      'cn.jsonl': row('cn'),
    });
    expect(await collect(await open({ dataset_name: 'chinese' }))).toEqual([{ a: 'cn' }]);
    await expect(open()).rejects.toThrow(/several configurations: english, chinese/);
    await expect(open({ dataset_name: 'englsh' })).rejects.toThrow(
      /no configuration "englsh" .* english, chinese\. Did you mean "english"\?/,
    );
    await expect(open({ dataset_name: 'english' }, { split: 'tset' })).rejects.toThrow(
      /no split "tset" in the configuration "english"; there are test\. Did you mean "test"\?/,
    );
    const named = { dataset_kwargs: { data_files: { test: 'c*.jsonl' } } };
    expect(await collect(await open(named))).toEqual([{ a: 'cn' }]);
    await expect(open({ dataset_kwargs: { data_files: 'x*.jsonl' } })).rejects.toThrow(
      /no file of/,
    );
    await expect(open({ dataset_kwargs: { revision: 'v9' } })).rejects.toThrow(/no revision "v9"/);
  });

  it('come from the conversion to parquet where the repository has none, never from a script', async () => {
    const { hub, open } = await hubFixture();
    hub.commit('org/set', { 'set.py': 'raise SystemExit', 'raw/test.jsonl': row('raw') });
    await expect(open()).rejects.toThrow(/script set\.py, which is never executed/);
    hub.commit('org/set', { 'default/test/0000.jsonl': row('made') }, 'refs/convert/parquet');
    expect(await collect(await open())).toEqual([{ a: 'made' }]);
    hub.commit('org/set', { 'default/partial-test/0000.jsonl': row('m') }, 'refs/convert/parquet');
    await expect(open()).rejects.toThrow(/only the first part of the split "test"/);
    hub.commit('org/other', { 'videos.zip': 'PK' });
    await expect(open({ dataset_path: 'org/other' })).rejects.toThrow(
      /archives such as videos\.zip are unpacked for media, not for rows/,
    );
  });
});
