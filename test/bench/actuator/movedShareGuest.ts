/**
 * Runs inside a lab guest of two nodes, as root: node movedShareGuest.js HELD MIB KIND... Moves MIB of each kind from node 0
 * to node 1 and back through an actuator process, and prints what became of each way, a JSON object a line.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKernel } from '../../../services/kernel/real.js';
import { GuestActuator } from './guestActuator.js';
import type { Kind } from './heldMemory.js';
import { thereAndBack } from './thereAndBack.js';

const [program = '', mib = '', ...kinds] = process.argv.slice(2);
const kernel = openKernel();
const dir = mkdtempSync(join(tmpdir(), 'moved-share-'));
const actuator = await GuestActuator.start(dir);
try {
  for (const kind of kinds as Kind[]) {
    const ways = await thereAndBack({ actuator, kernel, program }, kind, Number(mib));
    process.stdout.write(ways.map((way) => `${JSON.stringify(way)}\n`).join(''));
  }
  await actuator.stop();
} catch (error) {
  for (const name of ['actuator', 'nats'])
    process.stderr.write(readFileSync(join(dir, `${name}.log`), 'utf8').slice(-3000));
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 1;
}
// Children that a failure left behind would keep the process, and with it the guest.
process.exit();
