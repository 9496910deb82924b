import type { ArtifactStore } from './artifact-store.ts';
import { openStore } from './open-store.ts';

/** Opens each store once: its connections and what its probe learnt are shared. */
export function createStoreCache(): (url: string) => ArtifactStore {
  const stores = new Map<string, ArtifactStore>();
  return (url) => {
    const known = stores.get(url);
    if (known) return known;
    const store = openStore(url);
    stores.set(url, store);
    return store;
  };
}
