import { openStore } from '../../../activities/artifacts/open-store.ts';

/** Appends ten numbered lines, says so, and waits to be killed without ever closing the file. */
const [url = '', key = ''] = process.argv.slice(2);
const handle = await openStore(url).openAppend!(key);
for (let line = 0; line < 10; line += 1) {
  await handle.append(new TextEncoder().encode(`line ${line}\n`));
}
process.stdout.write('appended\n');
setInterval(() => undefined, 1_000);
