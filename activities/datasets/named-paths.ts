import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import type { Media } from '../../core/media.ts';
import { kindByName } from '../../core/named-media.ts';
import type { TaskConfig } from '../../core/task.ts';
import { missingMedia, missingReason } from './missing-media.ts';

/**
 * `dataset_kwargs.media_paths` and `text_paths`: columns whose content is a file named after other columns,
 * such as a film, or the text of its subtitles.
 */
export interface NamedPaths {
  readonly columns: readonly string[];
  add(document: EvalDocument, openMedia: OpenMedia): Promise<EvalDocument>;
}

type OpenMedia = (path: string) => Promise<Media>;

interface NamedPath {
  readonly column: string;
  readonly template: string;
  readonly isText: boolean;
}

const COLUMN = /\{\{\s*(\w+)\s*\}\}/g;
const MAX_TEXT_BYTES = 16 * 1024 * 1024;

export function namedPaths(config: TaskConfig): NamedPaths | undefined {
  const paths = [...pathsOf(config, 'media_paths'), ...pathsOf(config, 'text_paths')];
  if (paths.length === 0) return undefined;
  return {
    columns: paths.map(({ column }) => column),
    async add(document, openMedia) {
      const added: [string, DocumentValue][] = [];
      for (const { column, template, isText } of paths) {
        // Data that have the column themselves, such as a copy made by hand, need no file.
        if (Object.hasOwn(document, column) && document[column] !== null) continue;
        const media = await open(template, document, openMedia);
        added.push([column, isText ? await textOf(media, template) : media]);
      }
      return { ...document, ...Object.fromEntries(added) };
    },
  };
}

function pathsOf(config: TaskConfig, key: 'media_paths' | 'text_paths'): readonly NamedPath[] {
  const given = config.dataset_kwargs?.[key];
  if (given === undefined || given === null) return [];
  const all = typeof given === 'object' && !Array.isArray(given) ? Object.entries(given) : [];
  const read = all.flatMap(([column, template]): NamedPath[] => {
    const isRead = typeof template === 'string' && !/\{[{%]/.test(template.replaceAll(COLUMN, ''));
    return isRead ? [{ column, template, isText: key === 'text_paths' }] : [];
  });
  if (read.length > 0 && read.length === all.length) return read;
  throw new EvalError(
    'task-invalid',
    `Cannot open the dataset of the task ${config.task}: dataset_kwargs.${key} must give a path for each column, with other columns in double braces, such as {video: "videos/{{ id }}.mp4"}.`,
  );
}

function open(template: string, document: EvalDocument, openMedia: OpenMedia): Promise<Media> {
  let missing: string | undefined;
  const path = template.replaceAll(COLUMN, (_whole, column: string) => {
    const value = Object.hasOwn(document, column) ? document[column] : undefined;
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    missing ??= column;
    return '';
  });
  if (missing === undefined) return openMedia(path);
  const error = new EvalError(
    'dataset-invalid',
    `Cannot name the media of a document: dataset_kwargs.media_paths needs a text in the column "${missing}"; there are ${Object.keys(document).join(', ')}.`,
  );
  return Promise.resolve(missingMedia(kindByName(template), template, error));
}

/** Films without subtitles have no such file: that is no fault, and the task's prompt says so. */
async function textOf(media: Media, template: string): Promise<string | null> {
  if (missingReason(media) !== undefined) return null;
  try {
    if (media.sizeBytes > MAX_TEXT_BYTES) throw new Error(`it has ${media.sizeBytes} bytes`);
    return new TextDecoder('utf-8', { fatal: true }).decode(await media.read());
  } catch (cause) {
    throw new EvalError(
      'dataset-invalid',
      `Cannot read a file that dataset_kwargs.text_paths names (${template}): expected UTF-8 text of at most ${MAX_TEXT_BYTES} bytes.`,
      { cause },
    );
  }
}
