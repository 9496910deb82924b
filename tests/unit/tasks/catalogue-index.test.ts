import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildCatalogueIndex } from '../../../tasks/build-catalogue-index.ts';
import { catalogueDigest, readCatalogueIndex } from '../../../tasks/catalogue-index.ts';
import { filterListing, listTasks, subtasksOf } from '../../../tasks/list-tasks.ts';
import { builtinTasksFolder } from '../../../tasks/package-root.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('the index of the catalogue', () => {
  it('says what loading the YAML says', async () => {
    const index = await buildCatalogueIndex();
    const file = join(temporaryFolder({}), 'catalogue.json');
    writeFileSync(file, JSON.stringify(index));
    const read = readCatalogueIndex(file);
    // From source there is no index beside the module, so this parses every file.
    const listing = await listTasks([]);
    expect(read?.tasks).toEqual(listing.tasks);
    expect(read?.groups).toEqual(listing.groups);
    expect(listing.tasks.filter((task) => task.error !== undefined)).toEqual([]);
    expect(listing.groups.filter((group) => group.members.length === 0)).toEqual([]);
  });

  it('is not believed when a task file or template changed since', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'assay-index-'));
    onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
    cpSync(join(builtinTasksFolder(), 'mmbench'), join(copy, 'mmbench'), { recursive: true });
    const file = join(copy, 'catalogue.json');
    const write = () =>
      writeFileSync(file, JSON.stringify({ digest: catalogueDigest(copy), tasks: [], groups: [] }));
    write();
    expect(readCatalogueIndex(file, copy)).toBeDefined();
    writeFileSync(join(copy, 'mmbench/README.md'), 'prose changes nothing');
    expect(readCatalogueIndex(file, copy)).toBeDefined();
    writeFileSync(join(copy, 'mmbench/_new_template_yaml'), 'repeats: 2\n');
    expect(readCatalogueIndex(file, copy)).toBeUndefined();
    write();
    writeFileSync(join(copy, 'mmbench/mmbench.yaml'), 'group: other\ntask: [x]\n');
    expect(readCatalogueIndex(file, copy)).toBeUndefined();
    expect(readCatalogueIndex(join(copy, 'nowhere.json'), copy)).toBeUndefined();
  });
});

describe('a listing', () => {
  const row = (name: string, tags: readonly string[] = []) => ({
    name,
    tags,
    path: '',
    outputType: '',
    dataset: '',
    split: '',
    metrics: [],
    needs: [],
  });
  const listing = {
    tasks: [row('zoo_one', ['animals']), row('zoo_two'), row('sea', ['animals'])],
    groups: [{ name: 'zoo', members: ['zoo_one', 'zoo_two'] }],
    tags: [{ name: 'animals', members: ['zoo_one', 'sea'] }],
  };
  const names = (patterns: readonly string[]) =>
    filterListing(listing, patterns).tasks.map(({ name }) => name);

  it('is narrowed by names, wildcards, tags and groups', () => {
    expect(names(['zoo_*'])).toEqual(['zoo_one', 'zoo_two']);
    expect(names(['sea', 'zoo_two'])).toEqual(['zoo_two', 'sea']);
    expect(names(['animals'])).toEqual(['zoo_one', 'sea']);
    expect(names(['zoo'])).toEqual(['zoo_one', 'zoo_two']);
    expect(names(['nothing'])).toEqual([]);
    expect(names([])).toEqual(['zoo_one', 'zoo_two', 'sea']);
  });

  it('knows which tasks groups are made of', () => {
    expect(subtasksOf(listing).map(({ name }) => name)).toEqual(['zoo_one', 'zoo_two']);
  });
});
