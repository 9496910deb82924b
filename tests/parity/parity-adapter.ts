import { createInterface } from 'node:readline';
import { messageOf } from '../../core/errors.ts';
import { cacheFunctions } from './cache-functions.ts';
import { concurrencyFunctions } from './concurrency-functions.ts';
import { configurationFunctions } from './configuration-functions.ts';
import { deviationOf } from './deviations.ts';
import { encodeReply, decodeRequest } from './special-values.ts';
import { extractorFunctions } from './extractor-functions.ts';
import { filterFunctions } from './filter-functions.ts';
import { metricFunctions } from './metric-functions.ts';
import { missingFunctions } from './missing-functions.ts';
import type { ParityFunction, ParityFunctions } from './parity-function.ts';
import { runTask, type TaskRequest } from './run-task.ts';
import { statisticsFunctions } from './statistics-functions.ts';
import { textFunctions } from './text-functions.ts';
import { usageFunctions } from './usage-functions.ts';
import { UNSUPPORTED } from './unsupported.ts';

type Input = Readonly<Record<string, unknown>>;

interface FunctionRequest {
  readonly kind: 'fn';
  readonly fn: string;
  readonly input: Parameters<ParityFunction>[0];
}

type Request = { readonly id: number | string } & (
  | FunctionRequest
  | ({ readonly kind: 'task' } & TaskRequest)
  | { readonly kind: 'agentic' }
);

const functions: ParityFunctions = {
  ...missingFunctions,
  ...cacheFunctions,
  ...concurrencyFunctions,
  ...configurationFunctions,
  ...extractorFunctions,
  ...filterFunctions,
  ...metricFunctions,
  ...statisticsFunctions,
  ...textFunctions,
  ...usageFunctions,
};

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line.trim() === '') continue;
  const request = decodeRequest(line) as Request;
  process.stdout.write(`${encodeReply({ id: request.id, ...(await replyTo(request)) })}\n`);
}

async function replyTo(request: Request): Promise<object> {
  try {
    const result = await resultOf(request);
    return result === UNSUPPORTED ? { unsupported: true } : result;
  } catch (error) {
    const deviation =
      request.kind === 'fn' ? deviationOf(request.fn, request.input as Input) : undefined;
    return { error: messageOf(error), ...(deviation === undefined ? {} : { deviation }) };
  }
}

async function resultOf(request: Request): Promise<object | typeof UNSUPPORTED> {
  if (request.kind === 'task') return await replyOfTask(request);
  if (request.kind !== 'fn') return UNSUPPORTED;
  const run = functions[request.fn];
  if (run === undefined) return UNSUPPORTED;
  const output = run(request.input);
  if (output === UNSUPPORTED) return UNSUPPORTED;
  const deviation = deviationOf(request.fn, request.input as Input);
  return deviation === undefined ? { output } : { output, deviation };
}

async function replyOfTask(request: TaskRequest): Promise<object | typeof UNSUPPORTED> {
  const reply = await runTask(request);
  const isOwn = request.yaml === undefined && reply !== UNSUPPORTED;
  return isOwn ? { ...reply, deviation: deviationOf(`task:${request.task}`, {}) } : reply;
}
