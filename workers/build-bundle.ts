import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker';
import { buildCatalogueIndex } from '../tasks/build-catalogue-index.ts';
import type { BuildIdentity } from './build-identity.ts';

/** Second half of `npm run build`: bundles the workflows, indexes the catalogue, names the build. */
const distDirectory = fileURLToPath(new URL('..', import.meta.url));
const logger = new DefaultLogger('ERROR');
const workflowsPath = join(distDirectory, 'workflows', 'index.js');

async function bundle(name: string, isTraced: boolean): Promise<void> {
  const { createTracingPlugin } = await import('./tracing.ts');
  // The address only matters where the plugin runs, not where the bundle is made.
  const plugins = isTraced ? [createTracingPlugin('http://127.0.0.1:4318')] : [];
  const { code } = await bundleWorkflowCode({ workflowsPath, logger, plugins });
  writeFileSync(join(distDirectory, name), code);
}

function buildIdentity(): BuildIdentity {
  const packageFile = join(distDirectory, '..', 'package.json');
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  return { buildId: `${version}-${codeDigest()}`, version, gitHash: gitHash() };
}

/** Of all compiled code that can change a result. */
function codeDigest(): string {
  const hash = createHash('sha256');
  for (const folder of ['activities', 'core', 'tasks', 'workers', 'workflows']) {
    const files = readdirSync(join(distDirectory, folder), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => name.endsWith('.js')).sort()) {
      hash.update(`${folder}/${file}\n`).update(readFileSync(join(distDirectory, folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 12);
}

function gitHash(): string {
  try {
    const options = { cwd: distDirectory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return execFileSync('git', ['rev-parse', 'HEAD'], options as { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

await bundle('workflow-bundle.js', false);
await bundle('workflow-bundle-traced.js', true);
writeFileSync(join(distDirectory, 'build.json'), `${JSON.stringify(buildIdentity(), null, 2)}\n`);
writeFileSync(
  join(distDirectory, 'tasks', 'catalogue.json'),
  JSON.stringify(await buildCatalogueIndex()),
);
process.exit(0);
