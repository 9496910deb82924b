#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, dist, ensureBuilt, ensureInstalled, root } from './scripts/steps.mjs';

/** The `assay` command: from a clone it builds what changed first, installed it just starts. */
checkNode();
if (existsSync(join(root, 'tsconfig.json'))) {
  await ensureInstalled();
  await ensureBuilt();
}
await import(pathToFileURL(join(dist, 'client', 'cli', 'main.js')).href);
