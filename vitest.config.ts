import { defineConfig } from 'vitest/config';

const project = (name: string, options: Record<string, unknown> = {}) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    environment: 'node',
    pool: 'forks' as const,
    ...options,
  },
});

/** The suites that talk to real servers share them through one global set-up and run file by file. */
const withServers = {
  fileParallelism: false,
  testTimeout: 120_000,
  hookTimeout: 300_000,
};

export default defineConfig({
  test: {
    projects: [
      // One module graph per process: a new one per file would cost three times as long.
      project('unit', { testTimeout: 20_000, isolate: false }),
      project('conformance', { ...withServers, testTimeout: 60_000 }),
      project('replay', { testTimeout: 60_000 }),
      project('integration', withServers),
      project('chaos', { ...withServers, testTimeout: 240_000 }),
    ],
  },
});
