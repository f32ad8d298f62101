/**
 * Runs inside a lab guest of two nodes, as root: node actuator.guest.js HELD MIB. A collector and an actuator process, and plans made
 * by hand: MIB of each kind of memory goes there and back, and what only a real kernel has is met, see guardParts.ts and moverParts.ts. Prints what became of each as a line of JSON;
 * asserts are the caller's.
 */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { Child } from '../../deploy/up/child.js';
import { openKernel } from '../../services/kernel/real.js';
import { GuestActuator } from '../bench/actuator/guestActuator.js';
import { KINDS } from '../bench/actuator/heldMemory.js';
import { thereAndBack } from '../bench/actuator/thereAndBack.js';
import { HOST } from '../unit/actuator/kit/plans.js';
import { guardParts, WATCHED } from './guardParts.js';
import { checkoutRoot } from './guest.js';
import { moverParts, SETTINGS } from './moverParts.js';

const [program = '', mib = ''] = process.argv.slice(2);
const dir = mkdtempSync(join(tmpdir(), 'actuator-'));
const actuator = await GuestActuator.start(dir, SETTINGS);
const scene = { program, dir, actuator, kernel: openKernel(), tell };
try {
  for (const kind of KINDS) {
    for (const way of await thereAndBack(scene, kind, Number(mib))) tell('way', way);
  }
  const collector = startCollector();
  await guardParts(scene);
  await moverParts(scene);
  await actuator.stop();
  await collector.stop();
  const table = readFileSync('/sys/kernel/mm/damon/admin/kdamonds/nr_kdamonds', 'utf8').trim();
  tell('end', { table });
} catch (error) {
  for (const log of ['actuator', 'collector', 'nats'].map((name) => join(dir, `${name}.log`))) {
    // The collector's comes last.
    if (existsSync(log)) process.stderr.write(readFileSync(log, 'utf8').slice(-3000));
  }
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 1;
}
// Children that a failure left behind would keep the process, and with it the guest.
process.exit();

function tell(what: string, found: object): void {
  process.stdout.write(`${JSON.stringify({ what, ...found })}\n`);
}

function startCollector(): Child {
  const config = {
    hostId: HOST,
    nats: { servers: ['nats://127.0.0.1:4222'], connectTimeout: '120s' },
    stateDir: join(dir, 'collector'),
    runDir: dir,
    targets: { commands: [WATCHED] },
    window: '2s',
    damon: { sample: '20ms', aggregation: '400ms' },
  };
  writeFileSync(join(dir, 'collector.yaml'), stringify(config));
  return new Child({
    name: 'collector',
    command: process.execPath,
    args: [join(checkoutRoot(), 'dist/bin/collector.js'), '--config', join(dir, 'collector.yaml')],
    logFile: join(dir, 'collector.log'),
    onUnexpectedEnd: (message) => process.stderr.write(`${message}\n`),
  }).start();
}
