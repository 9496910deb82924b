import type { JsonObject, JsonValue } from '../../core/json.ts';
import { html, type Markup } from './html.ts';
import { asNumber, asText, objectAt, own } from './read-json.ts';
import { valueText, type TaskView } from './task-view.ts';

/** Facts of the results file that say which software made it. */
const SOFTWARE_KEYS = [
  'assay_version',
  'git_hash',
  'model_source',
  'model_name',
  'model_key',
  'system_instruction',
  'rescored_from',
  'rescored_metrics',
] as const;

/** Everything needed to know what was measured, folded away. */
export function provenance(results: JsonObject, tasks: readonly TaskView[]): Markup | undefined {
  const { resolved_cli_args: resolved, ...config } = objectAt(results, 'config');
  const software = {
    ...Object.fromEntries(SOFTWARE_KEYS.flatMap((key) => entryOf(results, key))),
    ...objectAt(results, 'execution'),
  };
  const parts = [
    factsDetails('Configuration', config),
    factsDetails('Software and model', software),
    factsDetails('Throughput', objectAt(results, 'throughput')),
    tasksDetails(results, tasks),
    jsonDetails('Resolved arguments', resolved),
    jsonDetails('Task configurations', own(results, 'configs')),
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? html`${parts}` : undefined;
}

function entryOf(results: JsonObject, key: string): [string, JsonValue][] {
  const value = own(results, key);
  return value === undefined || value === null ? [] : [[key, value]];
}

function factsDetails(title: string, facts: JsonObject): Markup | undefined {
  const entries = Object.entries(facts);
  if (entries.length === 0) return undefined;
  return html`<details>
    <summary>${title}</summary>
    <dl class="facts">
      ${entries.map(
        ([key, value]) =>
          html`<div>
            <dt>${key}</dt>
            <dd><bdi>${factText(value)}</bdi></dd>
          </div>`,
      )}
    </dl>
  </details>`;
}

function factText(value: JsonValue): string {
  return value === null ? 'not set' : valueText(value);
}

function tasksDetails(results: JsonObject, tasks: readonly TaskView[]): Markup | undefined {
  const hashes = objectAt(results, 'task_hashes');
  if (tasks.length === 0 || Object.keys(hashes).length === 0) return undefined;
  return html`<details>
    <summary>Task versions and hashes</summary>
    <div class="scroll" tabindex="0" role="group" aria-label="Task versions and hashes">
      <table class="provenance">
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col" class="number">Version</th>
            <th scope="col" class="number">Calls</th>
            <th scope="col">Generation</th>
            <th scope="col">Hash of documents and prompts</th>
          </tr>
        </thead>
        <tbody>
          ${tasks.map(({ task, version }) => {
            const generation = own(objectAt(results, 'configs', task), 'generation_kwargs');
            const calls = asNumber(own(objectAt(results, 'usage', 'by_task', task), 'n_api_calls'));
            return html`<tr>
              <th scope="row"><bdi>${task}</bdi></th>
              <td class="number">${version}</td>
              <td class="number">${calls}</td>
              <td><code>${generation !== undefined && valueText(generation)}</code></td>
              <td><code>${asText(own(hashes, task))}</code></td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </details>`;
}

function jsonDetails(title: string, value: JsonValue | undefined): Markup | undefined {
  if (Object.keys(objectAt(value)).length === 0) return undefined;
  return html`<details>
    <summary>${title}</summary>
    <pre tabindex="0">${JSON.stringify(value, null, 2)}</pre>
  </details>`;
}
