import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { evaluationOptions } from '../../core/evaluation-options.ts';
import type { EvaluationSpec } from '../../core/spec.ts';
import { pluginNames, PLUGINS_VARIABLE, readPlugins } from '../../tasks/plugin-packages.ts';
import { buildSpec } from './build-spec.ts';
import { checkTimezone } from './export-results.ts';
import { namesValue, notesOnIneffective, textValue } from './option-values.ts';
import { checkOutputPath } from './output-folder.ts';
import type { Environment, ResolvedEvaluation } from './resolve-evaluations.ts';
import { createRunId } from './run-id.ts';
import { maskValue } from './secret-names.ts';

export interface PreparedEvaluation {
  readonly spec: EvaluationSpec;
  readonly resolved: ResolvedEvaluation;
  /** Sentences to show before the start. */
  readonly notes: readonly string[];
  /** Where its plug-ins lie, for workers that are started for it. */
  readonly pluginFolders: readonly string[];
}

/** Everything that can be found wrong before a server is needed. */
export async function prepareEvaluation(
  resolved: ResolvedEvaluation,
  environment: Environment,
): Promise<PreparedEvaluation> {
  checkTimezone(textValue(resolved.values, 'timezone') ?? 'UTC');
  const now = new Date();
  const variables = { ...environment, ...resolved.variables };
  const names = [...namesValue(resolved.values, 'plugin'), variables[PLUGINS_VARIABLE]];
  const plugins = readPlugins(pluginNames(names), process.cwd());
  const spec = buildSpec(resolved, {
    environment: variables,
    workingDirectory: process.cwd(),
    pathExists: existsSync,
    user: userName(environment),
    now,
    newRunId: () => createRunId(now),
    plugins,
  });
  const { openTaskRegistry } = await import('../../tasks/registry.ts');
  const registry = await openTaskRegistry({
    includePaths: spec.includePaths,
    modelFamily: spec.model.id,
  });
  registry.resolve(spec.tasks);
  const outputPath = textValue(resolved.values, 'output_path') ?? '';
  if (outputPath !== '') await checkOutputPath(outputPath);
  const named = Object.entries(resolved.variables).map(
    ([name, value]) => `Config env: ${name}=${maskValue(name, value)}`,
  );
  const notes = [...named, ...notesOnIneffective(evaluationOptions, resolved.given)];
  return { spec, resolved, notes, pluginFolders: plugins.map(({ folder }) => folder) };
}

function userName(environment: Environment): string {
  const named = environment['USER'] ?? environment['USERNAME'];
  if (named !== undefined && named !== '') return named.slice(0, 64);
  try {
    return userInfo().username.slice(0, 64) || 'unknown';
  } catch {
    // A container may run under a number without a name.
    return 'unknown';
  }
}
