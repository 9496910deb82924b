import { checkNode, ensureInstalled, ensureBuilt } from './scripts/steps.mjs';

/** `npm run build`: installs if needed, compiles to dist/, bundles the workflows. */
checkNode();
await ensureInstalled();
await ensureBuilt();
