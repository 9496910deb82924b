import { EvalError } from '../../../core/errors.ts';

/** Where ONNX Runtime computes, and on which of several devices. */
export interface Provider {
  readonly name: string;
  readonly deviceId?: number;
}

/** Those of onnxruntime-node; which of them a machine has is asked when the model is loaded. */
const KNOWN = ['cpu', 'cuda', 'tensorrt', 'dml', 'coreml', 'webgpu'] as const;
/** Names of PyTorch and of users for the same hardware. */
const ALIASES: Readonly<Record<string, string>> = { gpu: 'cuda', mps: 'coreml', directml: 'dml' };

/** `cuda`, `cuda:1`, or several in the order of preference: `tensorrt+cuda+cpu`. */
export function parseProviders(text: string): readonly Provider[] {
  const providers = text
    .toLowerCase()
    .split(/[+;,]/)
    .map((part) => part.trim().replace(/executionprovider$/, ''))
    .filter((part) => part !== '')
    .map(parseProvider);
  return providers.length === 0 ? [{ name: 'cpu' }] : providers;
}

function parseProvider(part: string): Provider {
  const [typed = '', id] = part.split(':');
  const name = ALIASES[typed] ?? typed;
  const isKnown = KNOWN.some((known) => known === name);
  if (!isKnown || (id !== undefined && !/^\d{1,3}$/.test(id))) {
    throw new EvalError(
      'model-invalid',
      `Cannot compute on ${JSON.stringify(part.slice(0, 40))}: device and providers of the onnx model take ${KNOWN.join(', ')}, with a number as in cuda:1, several joined by +.`,
    );
  }
  return id === undefined ? { name } : { name, deviceId: Number(id) };
}

/** Part of the model's key: other hardware sums in another order. The processor alone is the rule. */
export function providersKey(providers: readonly Provider[]): string | undefined {
  const names = providers.map(({ name }) => name);
  return names.every((name) => name === 'cpu') ? undefined : names.join('+');
}

/**
 * A provider that this build of the runtime does not offer, or nothing. The runtime itself would pass over
 * some of them in silence and compute on the processor.
 */
export function absentProvider(
  providers: readonly Provider[],
  offered: readonly string[],
): string | undefined {
  return providers.find(({ name }) => !offered.includes(name))?.name;
}
