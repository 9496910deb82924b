import { EvalError, isEvalError } from '../../core/errors.ts';
import { createHubClient } from '../datasets/hub/hub-client.ts';
import { hubSettingsFrom } from '../datasets/hub/hub-settings.ts';

const COMMIT = /^[0-9a-f]{40}$/;

/**
 * The commit that a branch of a model repository stands for now, so that a run that is resumed next week, and
 * every host of it, loads the same weights.
 */
export async function pinRevision(
  model: string,
  revision: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  if (COMMIT.test(revision)) return revision;
  const client = createHubClient(hubSettingsFrom(environment));
  const what = `the model ${model} (revision ${revision})`;
  try {
    const answer = await client.json({
      path: `/api/models/${model}/revision/${encodeURIComponent(revision)}`,
      what,
    });
    const sha = (answer as { readonly sha?: unknown } | null)?.sha;
    if (typeof sha === 'string' && COMMIT.test(sha)) return sha;
  } catch (error) {
    // Offline, the engine reads what was downloaded before, and there is nobody to ask.
    if (isEvalError(error) && error.data['offline'] === true) return revision;
    throw error;
  }
  throw new EvalError('model-not-found', `Cannot pin ${what}: the Hub named no commit.`);
}
