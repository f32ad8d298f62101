/**
 * node test/run.mjs FILES…: Node's own test runner on each of these files, one report, one summary;
 * what was not run is named with its reason in the last lines. A guest of the lab takes a core as long as it runs, and two beside
 * much else slow each other down by more than they gain; most other files wait more than they compute. So one guest runs beside two
 * of the others, and two guests when there are no others left.
 */

import { resolve } from 'node:path';
import process from 'node:process';
import { PassThrough } from 'node:stream';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

/** What takes longest begins first. */
const LONGEST = ['actuator', 'loop', 'restarts', 'kernel', 'ownTiers', 'lab', 'place'].map(
  (name) => `lab/${name}.test.js`,
);
/** What the runner says at the end of a run, as `tests 12`: here the sum over all files. */
const TOTAL = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) ([\d.]+)$/;

const begun = performance.now();
const totals = new Map();
const notRun = [];
const report = new PassThrough({ objectMode: true });
report.compose(new spec()).pipe(process.stdout);

function rank(file) {
  const at = LONGEST.findIndex((name) => file.endsWith(name));
  return at < 0 ? LONGEST.length : at;
}

async function runFile(file) {
  for await (const event of run({ files: [resolve(file)], concurrency: 1 })) {
    const [, name, count] = (event.type === 'test:diagnostic' && TOTAL.exec(event.data.message)) || [];
    if (name === undefined) report.write(event);
    else totals.set(name, (totals.get(name) ?? 0) + Number(count));
    if (event.type === 'test:pass' && typeof event.data.skip === 'string')
      notRun.push(`not run: ${event.data.name}: ${event.data.skip}`);
    if (event.type === 'test:fail' && event.data.todo === undefined) process.exitCode = 1;
  }
}

async function lane(files) {
  for (let file = files.shift(); file !== undefined; file = files.shift()) await runFile(file);
}

const files = process.argv.slice(2);
const guests = files.filter((file) => file.includes('test/lab/')).sort((a, b) => rank(a) - rank(b));
const others = files.filter((file) => !file.includes('test/lab/'));
const othersDone = Promise.all([lane(others), lane(others)]);
await Promise.all([lane(guests), othersDone.then(() => lane(guests))]);
totals.set('duration_ms', performance.now() - begun);
for (const message of [...notRun, ...[...totals].map(([name, count]) => `${name} ${count}`)]) {
  report.write({ type: 'test:diagnostic', data: { nesting: 0, message } });
}
report.end();
