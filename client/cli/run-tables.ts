import type { RunDescription, RunSummary } from '../evaluation-client.ts';
import { formatCount, formatDuration, formatShare } from './format-value.ts';
import { progressSentence } from './progress-lines.ts';
import { textTable } from './text-table.ts';
import type { TableColumn } from './text-table.ts';

const COLUMNS: readonly TableColumn[] = [
  { title: 'Run' },
  { title: 'Model' },
  { title: 'Tasks' },
  { title: 'Status' },
  { title: 'Progress', align: 'right' },
  { title: 'Started' },
  { title: 'Age', align: 'right' },
];

export function runTable(runs: readonly RunSummary[], nowMs: number): string {
  const rows = runs.map((run) => [
    run.runId,
    shorten(run.model, 40),
    shorten(run.tasks.join(','), 40),
    run.status,
    run.total > 0 ? `${formatCount(run.done)}/${formatCount(run.total)}` : '-',
    minute(run.startedAt),
    formatDuration(nowMs - Date.parse(run.startedAt)),
  ]);
  return textTable(COLUMNS, rows);
}

export function runDetails(run: RunDescription, nowMs: number): string {
  const endMs = run.closedAt === undefined ? nowMs : Date.parse(run.closedAt);
  const rows: [string, string][] = [
    ['run', run.runId],
    ['workflow', run.workflowId],
    ['model', run.model],
    ['tasks', run.tasks.join(', ')],
    ['user', run.user],
    ['status', run.status],
    ['stage', run.stage],
    ['started', run.startedAt],
    ['took', formatDuration(endMs - Date.parse(run.startedAt))],
    ['store', run.store],
  ];
  if (run.progress !== undefined) {
    rows.push(['progress', progressSentence(run.progress, undefined)]);
  } else rows.push(['progress', formatShare(run.done, run.total)]);
  for (const failure of run.failures) {
    rows.push(['failure', `${formatCount(failure.count)} × ${failure.code}: ${failure.message}`]);
  }
  return textTable([{ title: 'Evaluation' }, { title: '' }], rows);
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** `2026-01-02 03:04` in UTC. */
function minute(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}
