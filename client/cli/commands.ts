import type { Command } from './command.ts';

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Imported only when the command runs: help must not pay for what it does not use. */
  load(): Promise<Command>;
}

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'eval',
    summary: 'Evaluate a model on tasks; survives crashes and resumes by itself',
    load: async () => (await import('./eval-command.ts')).evalCommand,
  },
  {
    name: 'runs',
    summary: 'List, show, pause, continue, cancel and resume evaluations',
    load: async () => (await import('./runs-command.ts')).runsCommand,
  },
  {
    name: 'rescore',
    summary: 'Score a finished run again without asking the model',
    load: async () => (await import('./rescore-command.ts')).rescoreCommand,
  },
  {
    name: 'compare',
    summary: 'Compare two finished evaluations document by document',
    load: async () => (await import('./compare-command.ts')).compareCommand,
  },
  {
    name: 'tasks',
    summary: 'List, show and check tasks',
    load: async () => (await import('./tasks-command.ts')).tasksCommand,
  },
  {
    name: 'models',
    summary: 'List models and their arguments',
    load: async () => (await import('./models-command.ts')).modelsCommand,
  },
  {
    name: 'power',
    summary: 'How many documents tell two models apart',
    load: async () => (await import('./power-command.ts')).powerCommand,
  },
  {
    name: 'server',
    summary: 'Start, stop and inspect the embedded server and its workers',
    load: async () => (await import('./server-command.ts')).serverCommand,
  },
  {
    name: 'worker',
    summary: 'Run a worker process on this host',
    load: async () => (await import('./worker-command.ts')).workerCommand,
  },
  {
    name: 'doctor',
    summary: 'Check what is installed and reachable, and how to mend it',
    load: async () => (await import('./doctor-command.ts')).doctorCommand,
  },
  {
    name: 'version',
    summary: 'Print versions',
    load: async () => (await import('./version-command.ts')).versionCommand,
  },
];
