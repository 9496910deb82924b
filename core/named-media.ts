import type { Media, MediaKind } from './media.ts';

/** A medium that a task's function names by path: found beside the dataset before anybody reads it. */
export interface NamedMedia extends Media {
  readonly wantedPath: string;
}

/** Media by path, for doc_to_visual and doc_to_messages of datasets that keep their clips in archives. */
export function mediaAt(path: string): NamedMedia {
  return {
    wantedPath: path,
    kind: kindByName(path),
    sha256: '',
    mediaType: 'application/octet-stream',
    sizeBytes: 0,
    read: () => Promise.reject(new Error(`The media file ${path} was not looked for.`)),
  };
}

export function isNamedMedia(media: Media): media is NamedMedia {
  return 'wantedPath' in media;
}

export function kindByName(path: string): MediaKind {
  if (/\.(?:wav|mp3|flac|ogg|m4a|opus|aac)$/i.test(path)) return 'audio';
  if (/\.pdf$/i.test(path)) return 'document';
  return /\.(?:mp4|mkv|webm|avi|mov|m4v|flv|wmv)$/i.test(path) ? 'video' : 'image';
}
