const VIDEO = ['mp4', 'webm', 'mkv', 'mov', 'avi', 'flv', 'wmv', 'm4v'];
const AUDIO = ['wav', 'mp3', 'm4a', 'aac', 'flac', 'ogg', 'opus'];
const IMAGE = ['jpg', 'jpeg', 'png', 'webp', 'gif', 'bmp', 'tif', 'tiff'];
const DOCUMENT = ['pdf'];
const EXTENSIONS = [...VIDEO, ...AUDIO, ...IMAGE, ...DOCUMENT];
const HAS_EXTENSION = new RegExp(`\\.(?:${EXTENSIONS.join('|')})$`, 'i');

export function isMediaName(name: string): boolean {
  return HAS_EXTENSION.test(name);
}

/** The name itself, or with each extension it may have lost, in lower and upper case. */
export function nameVariants(name: string): readonly string[] {
  if (isMediaName(name)) return [name];
  const added = EXTENSIONS.flatMap((one) => [`${name}.${one}`, `${name}.${one.toUpperCase()}`]);
  return [name, ...added];
}
