import type { JsonObject } from '../../core/json.ts';
import { formatCount, formatDate, formatDuration, plural } from './format-number.ts';
import { html, type Content, type Markup } from './html.ts';
import { asNumber, asText, objectAt, own } from './read-json.ts';
import { reproduceCommand } from './reproduce-command.ts';
import type { TaskView } from './task-view.ts';

/** A sign and a word for each status, so colour is never alone. */
const STATUSES: Readonly<Record<string, { sign: string; word: string; advice: string }>> = {
  completed: { sign: '✓', word: 'COMPLETED', advice: '' },
  failed: {
    sign: '✕',
    word: 'FAILED',
    advice: 'A task without a number did not get one; the causes are below.',
  },
  cancelled: {
    sign: '■',
    word: 'CANCELLED',
    advice: 'Tasks that were finished before keep their scores; the others have none.',
  },
};

/** Digits that tell commits apart; the whole hash is in the provenance. */
const SHORT_HASH = 12;

/** Who was measured, how it ended, and how to do it again. */
export function reportHeader(results: JsonObject, tasks: readonly TaskView[]): Markup {
  const command = reproduceCommand(results);
  return html`<header>
    <p class="product">Assay evaluation report</p>
    <h1><bdi>${modelName(results)}</bdi></h1>
    ${statusLine(results, tasks)}
    <dl class="facts">
      ${factsOf(results).map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd><bdi>${value}</bdi></dd>
          </div>`,
      )}
    </dl>
    ${
      command !== undefined &&
      html`<h2 class="small">Command to reproduce</h2>
        <pre tabindex="0">${command}</pre>`
    }
  </header>`;
}

export function modelName(results: JsonObject): string {
  return (
    asText(own(results, 'model_name')) ?? asText(own(results, 'model_source')) ?? 'Unnamed model'
  );
}

function statusLine(results: JsonObject, tasks: readonly TaskView[]): Markup {
  const status = asText(own(results, 'status')) ?? 'unknown';
  const known = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined;
  const { sign, word, advice } = known ?? { sign: '?', word: status.toUpperCase(), advice: '' };
  const done = tasks.filter(({ state }) => state === 'completed');
  const total = sumOf(tasks.flatMap(({ counts }) => counts));
  const scored = sumOf(
    done.flatMap(({ counts }) => counts.filter(([outcome]) => outcome === 'ok')),
  );
  return html`<div class="status ${known === undefined ? 'unknown' : status}">
    <strong><span aria-hidden="true">${sign}</span> ${word}</strong>
    <span>
      ${formatCount(done.length)} of ${plural(tasks.length, 'task')}
      completed${
        total > 0 && html`, ${formatCount(scored)} of ${plural(total, 'document')} scored`
      }.
      ${advice}
    </span>
  </div>`;
}

function sumOf(counts: TaskView['counts']): number {
  return counts.reduce((sum, [, count]) => sum + count, 0);
}

function factsOf(results: JsonObject): [string, Content][] {
  const execution = objectAt(results, 'execution');
  const start = asNumber(own(results, 'start_time')) ?? asNumber(own(results, 'date'));
  const seconds = Number(asText(own(results, 'total_evaluation_time_seconds')) ?? Number.NaN);
  const facts: [string, string | undefined][] = [
    ['Run', asText(own(results, 'run_id'))],
    ['Started', start === undefined ? undefined : formatDate(start)],
    ['Duration', seconds >= 0 && Number.isFinite(seconds) ? formatDuration(seconds) : undefined],
    ['Model source', asText(own(results, 'model_source'))],
    ['Model key', asText(own(results, 'model_key'))],
    ['Build', asText(own(execution, 'build_id'))],
    ['Git hash', asText(own(results, 'git_hash'))?.slice(0, SHORT_HASH)],
    ['Rescored from', asText(own(results, 'rescored_from'))],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}
