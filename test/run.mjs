/**
 * node test/run.mjs FILES…: Node's own test runner on these files, three at a time; its own report and summary. A guest of the lab
 * takes a core, and most others wait more than they compute: so a guest runs beside what is light, the first ones spread
 * over it, the others after it. `node --test` would sort them by name.
 */
import { resolve } from 'node:path';
import process from 'node:process';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

/** What takes longest begins first; so many run while light files are left. */
const LONGEST = ['loop', 'restarts', 'actuator', 'ownTiers'].map((name) => `test/lab/${name}.test.js`);

function inOrder(files) {
  const isGuest = (file) => file.includes('test/lab/');
  const light = files.filter((file) => !isGuest(file));
  const guests = files.filter(isGuest);
  const first = LONGEST.flatMap((name) => guests.filter((file) => file.endsWith(name)));
  const share = Math.ceil(light.length / Math.max(first.length, 1));
  const spread = first.flatMap((guest, i) => [guest, ...light.slice(i * share, (i + 1) * share)]);
  return [...(first.length > 0 ? spread : light), ...guests.filter((file) => !first.includes(file))];
}

const events = run({ files: inOrder(process.argv.slice(2)).map((file) => resolve(file)), concurrency: 3 });
events.on('test:fail', ({ todo }) => {
  if (todo === undefined) process.exitCode = 1;
});
events.compose(new spec()).pipe(process.stdout);
