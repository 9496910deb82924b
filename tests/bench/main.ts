import { textTable } from '../../client/cli/text-table.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { Figure } from './bench.ts';
import { BENCHES } from './benches.ts';

/** `npm run bench -- [NAME…]`: without a name all of them, one after another. */
const names = process.argv.slice(2);
const known = BENCHES.map(({ name }) => name);
const unknown = names.filter((name) => !name.startsWith('-') && !known.includes(name));

if (names.includes('--list') || names.includes('--help')) {
  for (const { name, summary } of BENCHES) console.log(`${name.padEnd(14)} ${summary}`);
} else if (unknown.length > 0 || names.some((name) => name.startsWith('-'))) {
  const name = unknown[0] ?? names.find((one) => one.startsWith('-'))!;
  console.error(
    `There is no bench ${JSON.stringify(name)}.${didYouMean(name, known)} Known: ${known.join(', ')}; --list explains them.`,
  );
  process.exitCode = 2;
} else {
  const chosen = BENCHES.filter(({ name }) => names.length === 0 || names.includes(name));
  const short: string[] = [];
  for (const { name, summary, run } of chosen) {
    console.log(`\n## ${name}: ${summary}\n`);
    const figures = await run((message) => console.error(`bench ${name}: ${message}`));
    console.log(tableOf(figures));
    short.push(...figures.filter(({ isKept }) => isKept === false).map((one) => one.name));
  }
  console.log(short.length === 0 ? '\nEvery bound is kept.' : `\nFalls short: ${short.join('; ')}`);
  process.exitCode = short.length === 0 ? 0 : 1;
}

function tableOf(figures: readonly Figure[]): string {
  return textTable(
    [
      { title: 'figure' },
      { title: 'measured', align: 'right' },
      { title: 'bound', align: 'right' },
      { title: 'kept' },
      { title: 'limit or peer' },
    ],
    figures.map(({ name, value, bound, isKept, beside }) => [
      name,
      value,
      bound,
      isKept === undefined ? '' : isKept ? 'yes' : 'NO',
      beside,
    ]),
  );
}
