/**
 * An inference server that is none: takes the command line of vLLM, loads nothing, and answers like it.
 * VLLM_STANDIN says how it misbehaves, as JSON: exitAtStart, slowStartMs, latencyMs, dieAfter (answers), leakChild
 * (a file for the pid of a grandchild in a session of its own), refuseTerm, merge (tokens of this many characters).
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';

const faults = JSON.parse(process.env.VLLM_STANDIN ?? '{}');
const args = process.argv.slice(2);
const option = (name) => args[args.indexOf(name) + 1];
console.log(`stand-in: ${JSON.stringify(args)}`);
console.log(`stand-in: sees ${Object.keys(process.env).sort().join(' ')}`);

if (faults.exitAtStart) {
  console.error('ValueError: the checkpoint has no config.json');
  process.exit(1);
}
if (faults.refuseTerm) process.on('SIGTERM', () => {});
if (faults.leakChild) {
  // As engines do whose workers start a session of their own.
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    detached: true,
    stdio: 'ignore',
  });
  writeFileSync(faults.leakChild, String(child.pid));
  child.unref();
}

const model = option('--served-model-name');
let answered = 0;
const readyAt = Date.now() + (faults.slowStartMs ?? 0);

createServer((request, response) => void answer(request, response)).listen(
  Number(option('--port')),
  option('--host'),
);

async function answer(request, response) {
  if (request.url === '/health') {
    return response.writeHead(Date.now() < readyAt ? 503 : 200).end();
  }
  if (request.url === '/v1/models') {
    return response.end(JSON.stringify({ data: [{ id: model }] }));
  }
  let text = '';
  for await (const chunk of request) text += chunk;
  const body = JSON.parse(text);
  answered += 1;
  if (faults.latencyMs) await new Promise((resolve) => setTimeout(resolve, faults.latencyMs));
  if (faults.dieAfter !== undefined && answered > faults.dieAfter) {
    console.error('CUDA error: device-side assert triggered');
    process.exit(7);
  }
  response.setHeader('content-type', 'application/json');
  if (body.prompt_logprobs !== undefined) {
    return response.end(JSON.stringify(scored(body)));
  }
  const letter = 'ABCDE'[textOf(body.messages).length % 5];
  const usage = { prompt_tokens: 5, completion_tokens: 1 };
  if (body.stream) {
    response.setHeader('content-type', 'text/event-stream');
    const event = (delta, finish) =>
      `data: ${JSON.stringify({ model, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
    return response.end(
      `${event({ content: letter }, null)}${event({}, 'stop')}data: ${JSON.stringify({ model, choices: [], usage })}\n\ndata: [DONE]\n\n`,
    );
  }
  const message = { role: 'assistant', content: letter };
  return response.end(
    JSON.stringify({ model, choices: [{ message, finish_reason: 'stop' }], usage }),
  );
}

function textOf(messages) {
  return messages
    .map(({ content }) =>
      typeof content === 'string' ? content : content.map((part) => part.text ?? '').join(''),
    )
    .join('\n');
}

/** One token per `merge` characters; the probability of a token falls with its length and first letter. */
function scored(body) {
  const whole = textOf(body.messages);
  const size = faults.merge ?? 1;
  const tokens = whole.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];
  const prompt_logprobs = tokens.map((token, index) => {
    if (index === 0) return null;
    const logprob = -(token.codePointAt(0) % 10) / 10;
    return { [index]: { logprob, rank: logprob === 0 ? 1 : 2, decoded_token: token } };
  });
  return {
    model,
    prompt_logprobs,
    choices: [{ message: { content: '' }, finish_reason: 'length' }],
  };
}
