/** Migrations of page frames by DAMON, in a table that others may change meanwhile. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readRecord } from '../../../services/kernel/damonRecord.js';
import { Damos } from '../../../services/kernel/damos.js';
import { KernelError } from '../../../services/kernel/errno.js';
import { temporary } from './fixture.js';
import { SimulatedDamon } from './simulatedDamon.js';

const ACTUATOR = { pid: 10, startTicks: 100 };
const WANTED = { ranges: [{ start: 1000, end: 1010 }], toNode: 1, action: 'migrate_cold' } as const;
const BYTES = 10 * 4096;

function machine(t: TestContext, slots = 3) {
  const directory = temporary(t);
  const tree = new SimulatedDamon(directory);
  tree.live(ACTUATOR.pid, ACTUATOR.startTicks);
  const shared = { procRoot: tree.procRoot, sysRoot: tree.sysRoot, runDir: join(directory, 'run'), pageSize: 4096 };
  const damos = new Damos({ ...shared, files: tree, slots, self: ACTUATOR });
  const state = () => tree.read(join(tree.root, '0/state'));
  return { tree, shared, damos, state, record: () => readRecord(join(shared.runDir, 'damon.json')) };
}

/** The kernel, or a stranger, fails each of these writes. */
function failing(tree: SimulatedDamon, text: string): void {
  tree.beforeWrite = (path, written) => {
    if (path.endsWith('/state') && written === text) throw new KernelError('EIO', path);
  };
}

/** Someone else switches the slot off and on again, right after it was switched on. */
function takeOver(tree: SimulatedDamon): void {
  const state = join(tree.root, '0/state');
  const { write } = tree;
  tree.write = async (path, text) => {
    await write.call(tree, path, text);
    if (path !== state || text !== 'on') return;
    tree.write = write;
    setImmediate(() => void tree.write(state, 'off').then(() => tree.write(state, 'on')));
  };
}

test('a migration takes a slot, tells what it did, and gives the table back', async (t) => {
  const { tree, damos, record } = machine(t);
  assert.deepEqual(await damos.migrate(WANTED), { tried: BYTES, applied: BYTES });
  assert.ok(tree.log.includes('0/state = off'));
  assert.equal(tree.read(join(tree.root, 'nr_kdamonds')), '0');
  assert.equal(record(), undefined);
});

test('a kdamond that someone else started in our slot is not asked, and goes on', async (t) => {
  const { tree, damos, state } = machine(t);
  takeOver(tree);
  assert.equal((await damos.migrate(WANTED)).cutOff?.code, 'EBUSY');
  assert.ok(!tree.log.includes('0/state = update_schemes_stats'));
  assert.equal(state(), 'on');
});

test('what keeps a scheme from being switched on is thrown, what comes after it is told with the answer', async (t) => {
  const { tree, damos } = machine(t);
  failing(tree, 'on');
  await assert.rejects(damos.migrate(WANTED), { code: 'EIO' });
  failing(tree, 'update_schemes_stats');
  assert.equal((await damos.migrate(WANTED)).cutOff?.code, 'EIO');
  assert.equal(tree.read(join(tree.root, 'nr_kdamonds')), '0');
});

test('a scheme is off before the lock is asked for, and what was not given back then is with the next migration', async (t) => {
  const { tree, shared, damos, state } = machine(t, 1);
  const draft = join(shared.runDir, `damon.lock.${ACTUATOR.pid}`);
  tree.beforeWrite = (_, text) => {
    // A directory where the lock is drafted.
    if (text === 'update_schemes_stats') mkdirSync(draft, { recursive: true });
  };
  assert.equal((await damos.migrate(WANTED)).cutOff?.code, 'EISDIR');
  assert.equal(state(), 'off');
  tree.beforeWrite = undefined;
  rmSync(draft, { recursive: true });
  assert.deepEqual(await damos.migrate(WANTED), { tried: BYTES, applied: BYTES });
});

test('a scheme that could not be switched off is by the next migration', async (t) => {
  const { tree, damos, state } = machine(t, 1);
  failing(tree, 'off');
  assert.equal((await damos.migrate(WANTED)).cutOff?.code, 'EIO');
  assert.equal(state(), 'on');
  tree.beforeWrite = undefined;
  assert.deepEqual(await damos.migrate(WANTED), { tried: BYTES, applied: BYTES });
  assert.equal(tree.read(join(tree.root, 'nr_kdamonds')), '0');
});
