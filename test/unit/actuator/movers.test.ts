import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { MoverName } from '../../../services/actuator/moverName.js';
import type { Mover, MoverProbe } from '../../../services/actuator/moverPort.js';
import { isMover, Movers } from '../../../services/actuator/movers.js';
import type { MoveSpace, SpaceKind } from '../../../services/actuator/moveSpace.js';
import { statusOf } from '../../../services/actuator/status.js';
import type { SpaceMoves } from '../../../services/contract/gen/thermocline/v1/SpaceMoves.js';
import { encodeRanges } from '../../../services/contract/ranges.js';
import { Bench, nearMover } from './kit/bench.js';
import { plan, signed } from './kit/plans.js';

after(() => Bench.closeAll());

const WORKS: MoverProbe = { works: true, code: undefined, text: '' };
const SPACES: Readonly<Record<SpaceKind, MoveSpace>> = {
  process: { kind: 'process', process: { pid: 7, startTicks: 1, startStack: '2', exeInode: 3 } },
  file: { kind: 'file', file: { device: '1', inode: '2', path: '/f' } },
  physical: { kind: 'physical', node: 0 },
};

function mover(name: MoverName, serves: readonly SpaceKind[], probe: () => Promise<MoverProbe>): Mover {
  const never = () => Promise.reject(new Error(`${name} was asked`));
  return { name, serves, width: 1, probe, survey: never, move: never, close: () => Promise.resolve() };
}

const LOSS = '1 of the processes of move-pages went for good';

const movers = await Movers.probe([
  { ...mover('move-pages', ['process'], () => Promise.resolve(WORKS)), width: 2, loss: LOSS },
  mover('own-mapping', ['file'], () => Promise.resolve({ works: false, code: 'ENOSYS', text: 'it is too old' })),
  mover('damos', ['physical'], () => Promise.reject(new Error('the child is lost'))),
  mover('madvise', ['process'], () => Promise.resolve({ works: false, code: 'NO_CAPABILITY', text: 'ask for it' })),
]);

test('the space chooses the mover, a plan may name another, and what is missing has a name', () => {
  const found = (space: SpaceKind, name?: MoverName) => {
    const answer = movers.find({ space: SPACES[space], mover: name });
    return isMover(answer) ? answer.name : `${answer.reason}: ${answer.text}`;
  };
  assert.equal(found('process'), 'move-pages');
  assert.equal(found('file'), 'mover-does-not-work: own-mapping does not work here: it is too old');
  assert.equal(found('physical'), 'mover-does-not-work: damos does not work here: the child is lost');
  assert.equal(found('process', 'madvise'), 'no-capability: madvise does not work here: ask for it');
  assert.equal(found('process', 'reclaim'), 'space-not-supported: this actuator has no mover reclaim (process)');
  assert.equal(found('file', 'move-pages'), 'space-not-supported: move-pages moves no pages of a file');
});

const GROUPS: Readonly<Record<string, SpaceMoves>> = {
  file: { space: { file: { device: 1, inode: 2, path: '/f' } } },
  physical: { space: { physical: { node: 0 } } },
};

function groups(): SpaceMoves[] {
  return Object.values(GROUPS).map((group) => ({
    ...group,
    direction: 'DIRECTION_DEMOTION',
    fromNode: 0,
    toNode: 1,
    ranges: encodeRanges({ startPage: [10], pages: [5] }),
  }));
}

test('moves without a mover are skipped by name, in the outcome with the space as the plan has it', async () => {
  const bench = new Bench();
  bench.hear();
  bench.send(signed(plan(1, groups())));
  const outcome = await bench.outcome('plan-1');
  assert.deepEqual(outcome.totals?.pagesSkipped, { 'space-not-supported': '10' });
  assert.deepEqual(
    outcome.spaces.map(({ space }) => [space?.key, space?.file?.path ?? space?.physical?.node]),
    [
      ['file', '/f'],
      ['physical', 0],
    ],
  );
});

test('a journal takes spaces of every kind over a restart', async () => {
  const first = new Bench();
  // No Control is heard, so nothing is begun.
  first.send(signed(plan(2, groups())));
  await first.close();
  const second = new Bench({ stateDir: first.stateDir });
  second.hear();
  const outcome = await second.outcome('plan-2');
  assert.deepEqual(outcome.totals?.pagesSkipped, { 'space-not-supported': '10' });
});

test('a file by a path that is not absolute, or by a link that /proc does not keep, is no plan', () => {
  const bench = new Bench();
  for (const [i, openBy] of [{ path: 'f' }, { procLink: '/proc/1/fd/../mem' }, { procLink: '/etc/x' }].entries()) {
    const [group] = groups();
    assert.equal(
      bench.send(signed(plan(10 + i, [{ ...group, space: { file: { device: 1, inode: 2, ...openBy } } }]))),
      'refused',
    );
  }
});

test('the status tells which movers work, how wide they are and what of them was lost, and why the others do not', async () => {
  const near = new Bench({ movers });
  const status = statusOf({
    hostId: 'h',
    bootId: 'b',
    version: '0',
    actuator: near.actuator,
    meters: near.meters,
    clock: { monotonicMs: () => 0, unixMs: () => 0 },
    limitations: () => [],
  });
  assert.deepEqual(
    status.movers?.map((each) => [each.name, each.works, each.code, each.sideBySide, each.loss]),
    [
      ['move-pages', true, '', 2, LOSS],
      ['own-mapping', false, 'ENOSYS', 1, ''],
      ['damos', false, 'CHILD_FAILED', 1, ''],
      ['madvise', false, 'NO_CAPABILITY', 1, ''],
    ],
  );
  assert.equal(isMover(Movers.of(nearMover(near.machine)).find({ space: SPACES.process, mover: undefined })), true);
});
