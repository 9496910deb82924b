import { findPackageRoot } from '../find-package-root.ts';
import { runCommand } from '../run-command.ts';
import type { DoctorContext, Finding } from './doctor-check.ts';

const TOOL_TIMEOUT_MS = 3_500;
const HUB_TIMEOUT_MS = 2_000;

/** Optional programs: absence is a fact to know, not a fault, unless `absence` says otherwise. */
export async function checkProgram(
  program: string,
  programArguments: readonly string[],
  absence: Omit<Finding, 'found'>,
): Promise<Finding> {
  const result = await runCommand(program, programArguments, { timeoutMs: TOOL_TIMEOUT_MS });
  if (result.startFailure === 'ENOENT') return { ...absence, found: 'not installed' };
  const text = (result.stdout.trim() || result.stderr.trim())
    .split('\n')
    .slice(0, 8)
    .join('; ')
    .slice(0, 160);
  if (result.exitCode === 0) return { status: 'ok', found: text || 'present' };
  const outcome = result.timedOut ? `no answer in ${TOOL_TIMEOUT_MS / 1000} s` : text;
  return {
    status: 'warning',
    found: `does not work: ${outcome || result.startFailure || 'failed'}`,
  };
}

/** A native module that crashes takes its process with it, so each is loaded in a child. */
export async function checkModule(name: string): Promise<Finding> {
  const result = await runCommand(
    process.execPath,
    ['--input-type=module', '-e', `await import(${JSON.stringify(name)}); console.log('loads')`],
    { timeoutMs: TOOL_TIMEOUT_MS, workingDirectory: findPackageRoot() },
  );
  if (result.exitCode === 0) return { status: 'ok', found: 'loads' };
  const lines = result.stderr.split('\n');
  const reason = lines.find((line) => /error/i.test(line))?.trim() ?? 'it crashed while loading';
  return {
    status: result.timedOut ? 'warning' : 'problem',
    found: result.timedOut ? `still loading after ${TOOL_TIMEOUT_MS / 1000} s` : reason,
    remedy: 'Run `npm install` again on this host; the prebuilt binary must fit its system.',
  };
}

export async function checkHub({ environment }: DoctorContext): Promise<Finding> {
  const endpoint = environment['HF_ENDPOINT'] || 'https://huggingface.co';
  if (!URL.canParse(endpoint)) {
    return {
      status: 'problem',
      found: 'HF_ENDPOINT is not a URL',
      remedy: 'Set HF_ENDPOINT to an address such as https://huggingface.co, or unset it.',
    };
  }
  // The origin only: credentials may stand before it.
  const { origin } = new URL(endpoint);
  if (environment['HF_HUB_OFFLINE'] === '1') {
    return { status: 'ok', found: `${origin} is not asked (HF_HUB_OFFLINE=1)` };
  }
  try {
    await fetch(origin, { method: 'HEAD', signal: AbortSignal.timeout(HUB_TIMEOUT_MS) });
    return { status: 'ok', found: `${origin} answers` };
  } catch {
    return {
      status: 'warning',
      found: `${origin} does not answer`,
      remedy: 'Built-in and local tasks work without it; for others set HF_ENDPOINT to a mirror.',
    };
  }
}

const SECRETS = ['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'HF_TOKEN', 'TEMPORAL_API_KEY'];

/** Names only: a value here would end up in a bug report. */
export function checkSecrets({ environment }: DoctorContext): Finding {
  const present = Object.keys(environment).filter(
    (name) => environment[name] && (SECRETS.includes(name) || name.startsWith('AWS_')),
  );
  return { status: 'ok', found: present.length === 0 ? 'none set' : present.sort().join(', ') };
}
