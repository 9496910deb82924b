/** Run as its own process: installs the tool of a fake Go into the cache named by the arguments. */
import { installGoTool } from '../../../deploy/dev-server/install-go-tool.ts';

const [cacheDirectory = '', go = ''] = process.argv.slice(2);
const path = await installGoTool({
  module: 'example.test/tool',
  version: 'v1.0.0',
  binary: 'tool',
  cacheDirectory,
  go,
  log: (message) => console.log(message),
});
console.log(`installed ${path}`);
