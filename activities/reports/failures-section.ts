import type { JsonObject, JsonValue } from '../../core/json.ts';
import { formatCount } from './format-number.ts';
import { html, type Markup } from './html.ts';
import { asList, asNumber, asText, objectAt, own } from './read-json.ts';
import type { TaskView } from './task-view.ts';

interface Cause {
  readonly place: string;
  readonly code: string;
  readonly message: string;
  readonly count: number;
}

/** Why the run failed, then why documents did, most frequent first. */
export function failuresSection(
  results: JsonObject,
  tasks: readonly TaskView[],
): Markup | undefined {
  const causes = causesOf(results, tasks);
  if (causes.length === 0) return undefined;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Causes of failures">
    <table class="failures">
      <thead>
        <tr>
          <th scope="col" class="number">Count</th>
          <th scope="col">Cause</th>
          <th scope="col">Task</th>
        </tr>
      </thead>
      <tbody>
        ${causes.map(
          ({ place, code, message, count }) =>
            html`<tr>
              <td class="number">${formatCount(count)}</td>
              <td><code>${code}</code><span class="message">${message}</span></td>
              <td><bdi>${place}</bdi></td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function causesOf(results: JsonObject, tasks: readonly TaskView[]): Cause[] {
  const states = objectAt(results, 'tasks');
  const ofTasks = tasks.flatMap(({ task, alias }) =>
    groupsOf(own(objectAt(states, task), 'failures'), alias),
  );
  // The run repeats what its tasks report; only what is its own is added.
  const known = new Set(ofTasks.map(({ code, message }) => `${code}\n${message}`));
  const ofRun = groupsOf(own(results, 'failures'), 'whole run').filter(
    ({ code, message }) => !known.has(`${code}\n${message}`),
  );
  const byCount = (left: Cause, right: Cause) => right.count - left.count;
  return [...ofRun.sort(byCount), ...ofTasks.sort(byCount)];
}

function groupsOf(value: JsonValue | undefined, place: string): Cause[] {
  return asList(value).map((entry) => {
    const group = objectAt(entry);
    return {
      place,
      code: asText(own(group, 'code')) ?? 'unknown',
      message: asText(own(group, 'message')) ?? '',
      count: asNumber(own(group, 'count')) ?? 1,
    };
  });
}
