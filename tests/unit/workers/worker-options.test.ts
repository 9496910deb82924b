import { describe, expect, it, vi } from 'vitest';
import { parseTelemetry } from '../../../workers/runtime.ts';
import { parseWorkerOptions } from '../../../workers/worker-options.ts';

describe('worker options', () => {
  it('play every role by default', () => {
    expect(parseWorkerOptions([])).toMatchObject({
      roles: ['control', 'cpu', 'api', 'gpu'],
      pool: 'local',
      slots: 1,
    });
  });

  it('take a list of roles, a pool and slots', () => {
    const settings = parseWorkerOptions(['--role', 'gpu,api', '--pool', 'a100', '--slots', '8']);
    expect(settings).toMatchObject({ roles: ['gpu', 'api'], pool: 'a100', slots: 8 });
  });

  it('take packages with models, from flags and from the environment', () => {
    vi.stubEnv('ASSAY_PLUGINS', 'b,c');
    expect(parseWorkerOptions(['--plugin', 'a', '--plugin', 'b']).plugins).toEqual(['a', 'b', 'c']);
    vi.unstubAllEnvs();
    expect(parseWorkerOptions([]).plugins).toEqual([]);
  });

  it.each([
    [['--role', 'gpus'], /"gpus", expected all, or some of control, cpu, api, gpu/],
    [['--slots', '0'], /--slots is "0", expected a whole number/],
    [['--colour', 'red'], /Cannot start a worker: .*--colour/],
  ])('refuse %j with a sentence', (argv, message) => {
    expect(() => parseWorkerOptions(argv)).toThrow(message);
  });
});

describe('the telemetry option', () => {
  it('names a Prometheus address, a collector, both or nothing', () => {
    expect(parseTelemetry(undefined)).toEqual({});
    expect(parseTelemetry('prometheus://127.0.0.1:9464')).toEqual({ prometheus: '127.0.0.1:9464' });
    expect(parseTelemetry('prometheus://0.0.0.0:1, otlp+http://c:4318/')).toEqual({
      prometheus: '0.0.0.0:1',
      otlp: 'http://c:4318',
    });
  });

  it('refuses what it does not know', () => {
    expect(() => parseTelemetry('statsd://x')).toThrow(/neither prometheus:\/\/HOST:PORT nor/);
  });
});
