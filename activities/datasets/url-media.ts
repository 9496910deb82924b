import { resolve } from 'node:path';
import type { Media } from '../../core/media.ts';
import { kindByName } from '../../core/named-media.ts';
import { createMediaFetcher } from '../media/fetch/media-fetcher.ts';
import type { OpenFile } from './byte-source.ts';
import { hubSettingsFrom } from './hub/hub-settings.ts';
import { mediaFromSource } from './media-from-source.ts';

export type OpenUrl = (url: string, openFile: OpenFile) => Promise<Media>;

const MAX_CACHE_BYTES = 50 * 1024 ** 3;

/** Media that documents name by URL, from the hosts that the operator lists in ASSAY_MEDIA_HOSTS. */
export function urlMedia(environment: Readonly<Record<string, string | undefined>>): OpenUrl {
  let fetcher: ReturnType<typeof createMediaFetcher> | undefined;
  return async (url, openFile) => {
    fetcher ??= createMediaFetcher({
      folder: resolve(hubSettingsFrom(environment).cacheFolder, '..', 'media', 'urls'),
      hosts: environment['ASSAY_MEDIA_HOSTS'] ?? '',
      maxCacheBytes: MAX_CACHE_BYTES,
      mayUseLoopback: environment['ASSAY_ALLOW_LOOPBACK_FILES'] === '1',
    });
    const { file } = await fetcher.fetch(url);
    const media = await mediaFromSource(() => openFile(file), kindByName(new URL(url).pathname));
    return { ...media, read: () => media.read(), file };
  };
}
