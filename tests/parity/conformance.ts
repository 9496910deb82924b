import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { judgeReply, type Judgement, type Reply } from './judge-reply.ts';
import { readVectors, type VectorCase } from './read-vectors.ts';
import { decodeRequest } from './special-values.ts';

/** Where a checkout keeps its vectors beside itself. */
const BESIDE = '../shared/vectors';
const USAGE = `Usage: npm run conformance -- [--vectors DIR] [--only FILE,FOLDER] [--fails N]. DIR holds .jsonl files of inputs and expected outputs; default ${BESIDE}.`;

const { values } = parseArgs({
  options: {
    vectors: { type: 'string', ...(existsSync(BESIDE) ? { default: BESIDE } : {}) },
    only: { type: 'string', default: '' },
    fails: { type: 'string', default: '3' },
  },
});
if (values.vectors === undefined) {
  console.error(`Cannot check conformance: no vectors were named. ${USAGE}`);
  process.exit(2);
}

const cases = readVectors(
  values.vectors,
  values.only.split(',').filter((name) => name !== ''),
);
if (cases.length === 0) {
  console.error(`Cannot check conformance: ${values.vectors} holds no matching vectors. ${USAGE}`);
  process.exit(2);
}
const replies = await askAdapter(cases);
process.exitCode = report(cases, replies, Number(values.fails)) ? 0 : 1;

async function askAdapter(vectors: readonly VectorCase[]): Promise<ReadonlyMap<number, Reply>> {
  const child = spawn('npm', ['run', '-s', 'parity-adapter'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const received = new Map<number, Reply>();
  const lines = createInterface({ input: child.stdout });
  // An adapter that died takes no more requests; the missing replies are counted below.
  child.stdin.on('error', () => {});
  for (const [id, { request }] of vectors.entries()) {
    child.stdin.write(`${JSON.stringify({ id, ...request }, encodeNumber)}\n`);
  }
  child.stdin.end();
  for await (const line of lines) {
    const reply = decodeRequest(line) as Reply & { readonly id: number };
    received.set(reply.id, reply);
  }
  return received;
}

function encodeNumber(_: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  return { $float: Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf' };
}

/** Prints a line per file; true when every row passed or is explained. */
function report(
  vectors: readonly VectorCase[],
  received: ReadonlyMap<number, Reply>,
  shown: number,
): boolean {
  const byFile = new Map<string, Judgement[]>();
  for (const [id, vector] of vectors.entries()) {
    const judgements = byFile.get(vector.file) ?? [];
    judgements.push(judgeReply(vector, received.get(id)));
    byFile.set(vector.file, judgements);
  }
  let isClean = true;
  for (const [file, judgements] of byFile) {
    const total = (key: 'passed' | 'explained' | 'unsupported'): number =>
      judgements.reduce((sum, judgement) => sum + judgement[key], 0);
    const failures = judgements.flatMap((judgement) => judgement.failures);
    const unsupported = total('unsupported');
    console.log(
      `${file}: ${total('passed')} passed, ${total('explained')} explained, ${failures.length} failed, ${unsupported} unsupported`,
    );
    for (const failure of failures.slice(0, shown)) console.log(`  ${failure}`);
    isClean &&= failures.length === 0 && unsupported === 0;
  }
  return isClean;
}
