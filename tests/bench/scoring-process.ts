/** Scores and aggregates so many documents in a process of its own and prints its peak memory in MB. */
import { peakMemoryMb } from './process-usage.ts';
import { scoreMany } from './scoring-load.ts';

const [documents = '0'] = process.argv.slice(2);
scoreMany('choice', Number(documents)).finish();
process.stdout.write(`${peakMemoryMb(process.pid)}\n`);
