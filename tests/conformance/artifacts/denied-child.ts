import { openStore } from '../../../activities/artifacts/open-store.ts';

/** Tries to write as an ordinary user and prints what came of it: root may write anywhere. */
const [root = '', key = ''] = process.argv.slice(2);
if (process.getuid?.() === 0) {
  process.setgid?.(65_534);
  process.setuid?.(65_534);
}
try {
  await openStore(root).put(key, new Uint8Array(1));
  process.stdout.write('written\n');
} catch (error) {
  const { code, message } = error as { readonly code: string; readonly message: string };
  process.stdout.write(`${code}: ${message}\n`);
}
