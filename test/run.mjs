/**
 * node test/run.mjs FILES…: Node's own test runner on each of these files, each in a process of its own, and one summary of all; what
 * was not run is named with its reason in the last lines. A guest of the lab takes a core as long as it runs, and two beside much
 * else slow each other down by more than they gain; most other files wait more than they compute. So one guest runs beside two of the
 * others, and two guests when there are no others left. The others give way to it: a guest that gets half a core takes more than twice
 * as long, for what its services do by the clock is emulated all the same.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { text } from 'node:stream/consumers';

/** What takes longest begins first. */
const LONGEST = ['loop', 'ownTiers', 'actuator', 'place', 'lab', 'kernel'].map((name) => `lab/${name}.test.js`);
/** How the runner ends what it says of a file: counts, and then what failed, once more. */
const COUNT = /^ℹ (tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) ([\d.]+)\n/gm;
const FAILURES = '\n✖ failing tests:\n';
const SKIPPED = /^ *﹣ (.+?) \([\d.]+ms\) # (.+)$/gm;

/** Of what is no guest. It gets a tenth of a core that a guest wants as well. */
const OTHERS_NICE = 10;

const begun = performance.now();
const counts = new Map();
const notRun = [];
const failures = [];

function isGuest(file) {
  return file.includes('test/lab/');
}

function rank(file) {
  const at = LONGEST.findIndex((name) => file.endsWith(name));
  return at < 0 ? LONGEST.length : at;
}

async function runFile(file) {
  const child = spawn(process.execPath, ['--test-reporter=spec', file], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (!isGuest(file) && child.pid) setPriority(child.pid, OTHERS_NICE);
  const [said, [status]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  const [report, failed] = said.split(FAILURES);
  const ends = [...report.matchAll(COUNT)];
  for (const [, name, count] of ends) counts.set(name, (counts.get(name) ?? 0) + Number(count));
  for (const [, name, reason] of report.matchAll(SKIPPED)) notRun.push(`not run: ${name}: ${reason}`);
  process.stdout.write(report.replace(COUNT, ''));
  if (status !== 0 || ends.length === 0)
    failures.push(`${file}: ended with ${status ?? child.signalCode}\n${failed ?? ''}`);
}

async function lane(files) {
  for (let file = files.shift(); file !== undefined; file = files.shift()) await runFile(file);
}

const files = process.argv.slice(2);
const guests = files.filter(isGuest).sort((a, b) => rank(a) - rank(b));
const others = files.filter((file) => !isGuest(file));
const othersDone = Promise.all([lane(others), lane(others)]);
await Promise.all([lane(guests), othersDone.then(() => lane(guests))]);
counts.set('duration_ms', performance.now() - begun);
const summary = [...counts].map(([name, count]) => `${name} ${count}`);
process.stdout.write(`${[...notRun, ...summary].map((line) => `ℹ ${line}`).join('\n')}\n`);
if (failures.length > 0) {
  process.stdout.write(`${FAILURES}\n${failures.join('\n')}`);
  process.exitCode = 1;
}
