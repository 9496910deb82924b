import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TaskPreview } from '../../activities/previews/preview-prompts.ts';
import { unifiedDiff } from '../../core/text/unified-diff.ts';
import { lintFolder, type Finding } from '../../tasks/lint-folder.ts';
import { EXIT } from './exit-code.ts';
import { folderAtRevision, type FolderAtRevision } from './git-revision.ts';
import { readPreviews } from './read-previews.ts';
import { paint, type Terminal } from './terminal.ts';

export interface TaskCheckOptions {
  readonly folder: string;
  readonly includePaths: readonly string[];
  readonly documents: number;
  readonly model: string | undefined;
  /** A revision of the repository, or another folder. */
  readonly against: string | undefined;
  readonly failOnChange: boolean;
  readonly asJson: boolean;
  readonly terminal: Terminal;
}

interface PromptChange {
  readonly task: string;
  /** Position; absent where the whole task is new or gone. */
  readonly document?: number;
  readonly diff: string;
}

/** Lints a folder, shows prompts of its tasks, and how they differ from another version of it. */
export async function printTaskCheck(options: TaskCheckOptions): Promise<number> {
  const folder = resolve(options.folder);
  const { findings, tasks } = lintFolder(folder, options.includePaths);
  const previews = await readPreviews({
    paths: tasks.map(({ path }) => path),
    documents: options.documents,
    modelFamily: options.model,
  });
  const all = [...findings, ...previews.flatMap(previewErrors)];
  const changes =
    options.against === undefined
      ? undefined
      : await changesSince(options.against, { ...options, folder, previews });
  const errors = all.filter(({ level }) => level === 'error');
  if (options.asJson) {
    options.terminal.print(JSON.stringify({ findings: all, tasks: previews, changes }));
  } else {
    printReport({ terminal: options.terminal, findings: all, previews, changes });
  }
  const hasChanged = options.failOnChange && (changes ?? []).length > 0;
  return errors.length > 0 || hasChanged ? EXIT.evaluationFailed : EXIT.ok;
}

function previewErrors({ task, error, documents }: TaskPreview): Finding[] {
  if (error !== undefined) return [{ level: 'error', message: error }];
  return documents.flatMap((document, position): Finding[] =>
    document.error === undefined
      ? []
      : [{ level: 'error', message: `Document ${position} of ${task}: ${document.error}` }],
  );
}

async function changesSince(
  against: string,
  now: TaskCheckOptions & { readonly previews: readonly TaskPreview[] },
): Promise<PromptChange[]> {
  const { folder, documents, model } = now;
  const isFolder = existsSync(against) && statSync(against).isDirectory();
  const then: FolderAtRevision = isFolder
    ? { folder: resolve(against), remove: () => undefined }
    : await folderAtRevision(folder, against);
  try {
    const before = await readPreviews({
      paths: lintFolder(then.folder).tasks.map(({ path }) => path),
      documents,
      modelFamily: model,
      // The same documents for both: only what the task makes of them may differ.
      data: { from: then.folder, to: folder },
    });
    return compare(before, now.previews);
  } finally {
    then.remove();
  }
}

function compare(before: readonly TaskPreview[], after: readonly TaskPreview[]): PromptChange[] {
  const old = new Map(before.map((preview) => [preview.task, preview]));
  const gone = before.filter(({ task }) => after.every((preview) => preview.task !== task));
  return [
    ...after.flatMap((preview): PromptChange[] => {
      const then = old.get(preview.task);
      if (then === undefined) return [{ task: preview.task, diff: 'This task is new.' }];
      const count = Math.max(then.documents.length, preview.documents.length);
      return Array.from({ length: count }, (_, document) => ({
        task: preview.task,
        document,
        diff: unifiedDiff(shownText(then, document), shownText(preview, document)),
      })).filter(({ diff }) => diff !== '');
    }),
    ...gone.map(({ task }) => ({ task, diff: 'This task is gone.' })),
  ];
}

function shownText({ documents, error }: TaskPreview, position: number): string {
  const document = documents[position];
  return document?.error ?? document?.text ?? error ?? '(no such document)';
}

function printReport(report: {
  readonly terminal: Terminal;
  readonly findings: readonly Finding[];
  readonly previews: readonly TaskPreview[];
  readonly changes: readonly PromptChange[] | undefined;
}): void {
  const { terminal, findings, previews, changes } = report;
  for (const { task, documents } of previews) {
    for (const [position, { text, error }] of documents.entries()) {
      if (error !== undefined) continue;
      terminal.print(`${paint(terminal, 'bold', `${task}, document ${position}`)}\n${text}\n`);
    }
  }
  for (const { task, document, diff } of changes ?? []) {
    const where = document === undefined ? task : `${task}, document ${document}`;
    terminal.print(
      `${paint(terminal, 'bold', `Changed: ${where}`)}\n${coloured(diff, terminal)}\n`,
    );
  }
  for (const { level, message } of findings) {
    const word = level === 'error' ? paint(terminal, 'red', 'error') : 'advice';
    terminal.print(`${word}  ${message}`);
  }
  const count = (level: Finding['level']): number =>
    findings.filter((finding) => finding.level === level).length;
  const sums = [
    `${previews.length} tasks`,
    `${count('error')} errors`,
    `${count('advice')} advice`,
  ];
  if (changes !== undefined) sums.push(`${changes.length} changed prompts`);
  terminal.print(sums.join(', '));
}

function coloured(diff: string, terminal: Terminal): string {
  return diff
    .split('\n')
    .map((line) => {
      if (line.startsWith('+')) return paint(terminal, 'green', line);
      return line.startsWith('-') ? paint(terminal, 'red', line) : line;
    })
    .join('\n');
}
