/** Names registered on the namespace; visible to everyone who may list runs, so never a secret. */
export const SEARCH_ATTRIBUTES = {
  EvalRun: 'KEYWORD',
  EvalModel: 'KEYWORD',
  EvalStage: 'KEYWORD',
  EvalUser: 'KEYWORD',
  EvalGitCommit: 'KEYWORD',
  EvalTasks: 'KEYWORD_LIST',
  EvalScore: 'DOUBLE',
  EvalProgressPct: 'INT',
} as const;

type KeywordName = 'EvalRun' | 'EvalModel' | 'EvalStage' | 'EvalUser' | 'EvalGitCommit';

/** Longest keyword that SQL visibility stores, in characters. */
const MAX_KEYWORD = 255;
/** Names listed per run; an evaluation of a whole catalogue is found by its first tasks. */
const MAX_LISTED = 40;

export function keywordAttribute(name: KeywordName, value: string) {
  return { key: { name, type: 'KEYWORD' as const }, value: value.slice(0, MAX_KEYWORD) };
}

export function tasksAttribute(tasks: readonly string[]) {
  const value = tasks.slice(0, MAX_LISTED).map((task) => task.slice(0, MAX_KEYWORD));
  return { key: { name: 'EvalTasks', type: 'KEYWORD_LIST' as const }, value };
}

/** The first metric of the first task: enough to sort a list of checkpoints by. */
export function scoreAttribute(value: number) {
  return { key: { name: 'EvalScore', type: 'DOUBLE' as const }, value };
}

export function progressAttribute(percent: number) {
  return { key: { name: 'EvalProgressPct', type: 'INT' as const }, value: Math.floor(percent) };
}
