/**
 * An actuator process that is killed again and again: the real pipeline over pages that live in a file, one byte each
 * (lowest bit: the node; the rest: how often the page was moved), so that what a killed process did stays visible.
 * Arguments: state directory, file of pages, trusted key (PEM).
 */
import { appendFileSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Actuator } from '../../../services/actuator/actuator.js';
import { systemClock } from '../../../services/actuator/clock.js';
import { Journal } from '../../../services/actuator/journal.js';
import { Meters } from '../../../services/actuator/meters.js';
import { MovePages } from '../../../services/actuator/movePages.js';
import { Movers } from '../../../services/actuator/movers.js';
import { trustedKeysFrom } from '../../../services/contract/signature.js';
import { numbersOf } from '../../../services/kernel/addresses.js';
import type { Kernel, PagePort } from '../../../services/kernel/port.js';
import { Metrics } from '../../../services/runtime/metrics.js';
import { machineOf, SETTINGS, SILENT } from '../../unit/actuator/kit/bench.js';
import { HOST } from '../../unit/actuator/kit/plans.js';
import { TARGET } from './target.js';

const [stateDir, world, pem] = process.argv.slice(2) as [string, string, string];
const fd = openSync(world, 'r+');
const one = Buffer.alloc(1);

function byteOf(page: number): number {
  readSync(fd, one, 0, 1, page);
  return one[0] as number;
}

const pages: PagePort = {
  queryNodes: (_, asked, status) => {
    numbersOf(asked).forEach((page, i) => {
      status[i] = byteOf(page) & 1;
    });
  },
  movePages: (_, asked, target, status) => {
    numbersOf(asked).forEach((page, i) => {
      const byte = byteOf(page);
      if ((byte & 1) !== target) {
        one[0] = ((byte >> 1) + 1) * 2 + target;
        writeSync(fd, one, 0, 1, page);
      }
      status[i] = target;
      // Slow enough that a kill falls into the middle of a call.
      for (const end = performance.now() + 0.1; performance.now() < end; );
    });
    return { result: 0, errno: 0 };
  },
  pidfdOpen: () => 1,
  pidfdAlive: () => true,
  pidfdClose: () => undefined,
  advise: () => 0,
};
const machine = machineOf();
const kernel: Kernel = {
  pageSize: 4096,
  host: machine.host,
  damon: machine.damon,
  files: machine.files,
  processes: { ...machine.processes, identity: () => TARGET, resident: () => undefined },
  pages,
};
const calls = new MovePages(kernel, systemClock, (ms) => sleep(ms).then(() => undefined));
const journal = new Journal(join(stateDir, 'journal.log'), { keepMs: 86_400_000, maxBytes: 2 ** 28 });
const actuator = new Actuator({
  hostId: HOST,
  settings: { ...SETTINGS, stateDir, batchPages: 32, plans: { ...SETTINGS.plans, maxWaiting: 1000 } },
  kernel,
  movers: Movers.of({
    name: 'move-pages',
    serves: ['process'],
    width: 2,
    probe: () => Promise.resolve({ works: true, code: undefined, text: '' }),
    survey: (request) => Promise.resolve(calls.survey(request)),
    move: (batch) => calls.move(batch),
    close: () => Promise.resolve(),
  }),
  keys: trustedKeysFrom([pem]),
  journal,
  clock: systemClock,
  logger: SILENT,
  meters: new Meters(new Metrics('actuator'), 4096),
  publish: async (bytes, messageId) => {
    await sleep(1);
    appendFileSync(join(stateDir, 'published'), `${messageId} ${Buffer.from(bytes).toString('base64')}\n`);
  },
  fail: (error) => {
    throw error;
  },
});
actuator.start();
process.on('disconnect', () => process.exit(0));
process.on('message', ({ kind, id, bytes }: { kind: 'plan' | 'control'; id: number; bytes: Uint8Array }) => {
  if (kind === 'control') actuator.hear('host', bytes);
  else {
    actuator.intake.receive(bytes);
    process.send?.({ acknowledged: id });
  }
});
process.send?.({ ready: true });
