import type { RunProgress, TaskRunProgress } from '../evaluation-client.ts';
import {
  formatCompact,
  formatCount,
  formatDuration,
  formatRate,
  formatShare,
  plural,
} from './format-value.ts';
import { sanitizeLine } from './sanitize-text.ts';
import { displayWidth } from './text-table.ts';

const BAR_WIDTH = 24;
/** More task lines than these scroll out of a small screen. */
const MAXIMUM_TASK_LINES = 12;

/** The display of a screen: one line for the run, one per task when there are several. */
export function progressLines(
  progress: RunProgress,
  perSecond: number | undefined,
  columns: number,
): string[] {
  const head = `${bar(progress.done, progress.total)} ${progressSentence(progress, perSecond)}`;
  if (progress.tasks.length < 2) return [cut(head, columns)];
  const active = progress.tasks.filter((task) => task.done < task.total || task.total === 0);
  const shown = (active.length > 0 ? active : progress.tasks).slice(0, MAXIMUM_TASK_LINES);
  const lines = [head, ...shown.map(taskLine)];
  const hidden = progress.tasks.length - shown.length;
  if (hidden > 0) lines.push(`  … and ${plural(hidden, 'task')} more`);
  return lines.map((line) => cut(line, columns));
}

/** `450/1,000 (45%) | 123/s | ETA 4.5 s | 64 in flight | …`: also the line of a log file. */
export function progressSentence(progress: RunProgress, perSecond: number | undefined): string {
  const { done, total } = progress;
  if (total === 0) return `${progress.stage}, ${formatDuration(progress.elapsedMs)}`;
  const parts = [`${formatCount(done)}/${formatCount(total)} (${formatShare(done, total)})`];
  if (progress.status === 'paused') parts.push('paused');
  if (done >= total) parts.push(progress.stage);
  else if (perSecond !== undefined && perSecond > 0) {
    parts.push(formatRate(perSecond));
    parts.push(`ETA ${formatDuration(((total - done) / perSecond) * 1000)}`);
  }
  const counts: [number, (count: number) => string][] = [
    [progress.inFlight, (count) => `${formatCount(count)} in flight`],
    [progress.cached, (count) => `${formatCount(count)} cached`],
    [progress.retries, (count) => (count === 1 ? '1 retry' : `${formatCount(count)} retries`)],
    [progress.rateLimited, (count) => `${formatCount(count)} rate-limited`],
    [progress.refused, (count) => `${formatCount(count)} refused`],
    [progress.failed, (count) => `${formatCount(count)} failed`],
  ];
  for (const [count, words] of counts) if (count > 0) parts.push(words(count));
  if (progress.inputTokens + progress.outputTokens > 0) {
    const { inputTokens, outputTokens } = progress;
    parts.push(`${formatCompact(inputTokens)} in, ${formatCompact(outputTokens)} out tokens`);
  }
  return parts.join(' | ');
}

function taskLine(task: TaskRunProgress): string {
  const counts = `${formatCount(task.done)}/${formatCount(task.total)}`;
  const failed = task.failed > 0 ? `, ${formatCount(task.failed)} failed` : '';
  return `  ${sanitizeLine(task.task)}: ${counts} ${task.stage}${failed}`;
}

function bar(done: number, total: number): string {
  const filled = total > 0 ? Math.floor((Math.min(done, total) / total) * BAR_WIDTH) : 0;
  return `[${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}]`;
}

/** A wrapped line cannot be redrawn, so it must not be longer than the screen. */
function cut(line: string, columns: number): string {
  if (displayWidth(line) < columns) return line;
  let result = '';
  for (const char of line) {
    if (displayWidth(result + char) > columns - 2) break;
    result += char;
  }
  return `${result}…`;
}
