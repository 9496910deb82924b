import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { EvalError, isEvalError } from '../../core/errors.ts';
import type { Media } from '../../core/media.ts';
import { kindByName } from '../../core/named-media.ts';
import type { TaskConfig } from '../../core/task.ts';
import { withFault } from './document-fault.ts';
import { missingMedia, missingReason } from './missing-media.ts';

/**
 * `dataset_kwargs.media_paths`, `text_paths` and `mask_paths`: columns whose content is a file named after
 * other columns, such as a film, the text of its subtitles, or the pixels that a point must hit.
 */
export interface NamedPaths {
  readonly columns: readonly string[];
  add(document: EvalDocument, openMedia: OpenMedia): Promise<EvalDocument>;
}

type OpenMedia = (path: string) => Promise<Media>;

interface NamedPath {
  readonly key: Key;
  readonly column: string;
  readonly template: string;
}

const KEYS = ['media_paths', 'text_paths', 'mask_paths'] as const;
type Key = (typeof KEYS)[number];

/** What the column gets; undefined for the file itself. */
const READERS: Readonly<
  Record<Key, ((media: Media, name: string) => Promise<DocumentValue>) | undefined>
> = {
  media_paths: undefined,
  text_paths: textOf,
  mask_paths: maskOf,
};
const COLUMN = /\{\{\s*(\w+)\s*\}\}/g;
const MAX_TEXT_BYTES = 16 * 1024 * 1024;
/** What is wrong with one file; anything else concerns more than its document. */
const FILE_FAULTS = /^(?:media-|dataset-invalid)/;

export function namedPaths(config: TaskConfig): NamedPaths | undefined {
  const paths = KEYS.flatMap((key) => pathsOf(config, key));
  if (paths.length === 0) return undefined;
  return {
    columns: paths.map(({ column }) => column),
    async add(given, openMedia) {
      let document = given;
      for (const { key, column, template } of paths) {
        // Data that have the column themselves, such as a copy made by hand, need no file.
        if (Object.hasOwn(document, column) && document[column] !== null) continue;
        const { name, media } = await open({ key, column, template }, document, openMedia);
        try {
          const value = (await READERS[key]?.(media, name)) ?? null;
          document = { ...document, [column]: READERS[key] === undefined ? media : value };
        } catch (error) {
          if (!isEvalError(error) || !FILE_FAULTS.test(error.code)) throw error;
          document = withFault({ ...document, [column]: null }, error);
        }
      }
      return document;
    },
  };
}

function pathsOf(config: TaskConfig, key: Key): readonly NamedPath[] {
  const given = config.dataset_kwargs?.[key];
  if (given === undefined || given === null) return [];
  const all = typeof given === 'object' && !Array.isArray(given) ? Object.entries(given) : [];
  const read = all.flatMap(([column, template]): NamedPath[] => {
    const isRead = typeof template === 'string' && !/\{[{%]/.test(template.replaceAll(COLUMN, ''));
    return isRead ? [{ column, template, key }] : [];
  });
  if (read.length > 0 && read.length === all.length) return read;
  throw new EvalError(
    'task-invalid',
    `Cannot open the dataset of the task ${config.task}: dataset_kwargs.${key} must give a path for each column, with other columns in double braces, such as {video: "videos/{{ id }}.mp4"}.`,
  );
}

async function open(
  { key, template }: NamedPath,
  document: EvalDocument,
  openMedia: OpenMedia,
): Promise<{ readonly name: string; readonly media: Media }> {
  let missing: string | undefined;
  const name = template.replaceAll(COLUMN, (_whole, column: string) => {
    const value = Object.hasOwn(document, column) ? document[column] : undefined;
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    missing ??= column;
    return '';
  });
  if (missing === undefined) return { name, media: await openMedia(name) };
  const error = new EvalError(
    'dataset-invalid',
    `Cannot name the media of a document: dataset_kwargs.${key} needs a text in the column "${missing}"; there are ${Object.keys(document).join(', ')}.`,
  );
  return { name: template, media: missingMedia(kindByName(template), template, error) };
}

/** Films without subtitles have no such file: that is no fault, and the task's prompt says so. */
async function textOf(media: Media, name: string): Promise<string | null> {
  if (missingReason(media) !== undefined) return null;
  const refuse = (why: string, cause?: unknown) =>
    new EvalError(
      'dataset-invalid',
      `Cannot read ${name}, which dataset_kwargs.text_paths names: ${why}. Replace the file.`,
      { cause },
    );
  if (media.sizeBytes > MAX_TEXT_BYTES) {
    throw refuse(`it has ${media.sizeBytes} bytes, the limit is ${MAX_TEXT_BYTES}`);
  }
  const bytes = await media.read();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw refuse('it is not UTF-8 text', cause);
  }
}

/** A question without its mask cannot be scored. */
async function maskOf(media: Media, name: string): Promise<DocumentValue> {
  const reason = missingReason(media);
  if (reason !== undefined) throw reason;
  // Loaded when a task needs it: the library is large.
  const { maskFromPng } = await import('./mask-from-png.ts');
  return maskFromPng(media, name);
}
