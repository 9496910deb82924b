import { join } from 'node:path';
import { checkNode, ensureBuilt, ensureInstalled, root, run } from './scripts/steps.mjs';

/** `npm run bench -- [NAME…]`: measures the product against its limits and peers. */
checkNode();
await ensureInstalled();
await ensureBuilt();
const main = join(root, 'tests', 'bench', 'main.ts');
process.exitCode = await run(process.execPath, ['--import', 'tsx', main, ...process.argv.slice(2)]);
