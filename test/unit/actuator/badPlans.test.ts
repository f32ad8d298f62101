/**
 * Plans that must not be carried out, from the bytes that come to what the brain is told: each is refused or cut down with one
 * reason by name, counted, and reported, and no page is touched that should not be.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Plan } from '../../../services/contract/gen/thermocline/v1/Plan.js';
import type { SpaceMoves } from '../../../services/contract/gen/thermocline/v1/SpaceMoves.js';
import type { FakeMachine } from '../../../services/kernel/fake.js';
import type { ProcessIdentity } from '../../../services/kernel/port.js';
import { Bench, identityOf, machineOf } from './kit/bench.js';
import { moves, plan, STRANGER, signed } from './kit/plans.js';

after(() => Bench.closeAll());

const FIRST = 1000;
const PAGES = 100;

interface Scene {
  readonly machine: FakeMachine;
  readonly bench: Bench;
  readonly target: ProcessIdentity;
  readonly up: (ranges: readonly (readonly [number, number])[], changes?: Partial<ProcessIdentity>) => SpaceMoves;
}

function scene(settings: ConstructorParameters<typeof Bench>[0] = {}): Scene {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: PAGES, node: 1 }] });
  const bench = new Bench({ machine, ...settings });
  bench.hear();
  const target = identityOf(machine, pid);
  const up: Scene['up'] = (ranges, changes = {}) =>
    moves({ target: { ...target, ...changes }, from: 1, to: 0, ranges });
  return { machine, bench, target, up };
}

interface Refused {
  readonly what: string;
  readonly reason: string;
  readonly bytes: (scene: Scene) => Uint8Array;
}

const whole = (spaces: SpaceMoves[], changes: Partial<Plan> = {}): Uint8Array => signed(plan(1, spaces, changes));
const { envelope } = plan(1, []);

const REFUSED: readonly Refused[] = [
  { what: 'forged', reason: 'forged', bytes: ({ up }) => signed(plan(1, [up([[FIRST, 9]])]), STRANGER) },
  { what: 'truncated', reason: 'malformed', bytes: ({ up }) => whole([up([[FIRST, 9]])]).subarray(0, 70) },
  { what: 'expired', reason: 'expired', bytes: ({ up }) => whole([up([[FIRST, 9]])], { expiresUnixMs: 1 }) },
  {
    what: 'for another host',
    reason: 'other-host',
    bytes: ({ up }) => whole([up([[FIRST, 9]])], { envelope: { ...envelope, hostId: 'host-b' } }),
  },
  {
    what: 'for another boot',
    reason: 'other-boot',
    bytes: ({ up }) => whole([up([[FIRST, 9]])], { envelope: { ...envelope, bootId: 'before' } }),
  },
  {
    what: 'with overlapping runs',
    reason: 'overlapping-runs',
    bytes: ({ up }) => whole([up([[FIRST, 9]]), up([[FIRST + 8, 9]])]),
  },
  {
    what: 'with a node that is not there',
    reason: 'unknown-node',
    bytes: ({ up }) => whole([{ ...up([[FIRST, 9]]), fromNode: 7 }]),
  },
  {
    what: 'of a million moves',
    reason: 'too-many-moves',
    bytes: ({ up }) => whole([up(Array.from({ length: 1_000_000 }, (_, i) => [2 * i, 1] as const))]),
  },
];

for (const { what, reason, bytes } of REFUSED) {
  test(`a plan ${what} is refused as ${reason}, counted, told, and touches no page`, async () => {
    const plans = { maxBytes: 2 ** 24, maxPages: 2 ** 24, maxMoves: 500_000, maxWaiting: 8 };
    const made = scene({ settings: { plans } });
    const { bench, machine } = made;
    const kind = bench.send(bytes(made));
    // Of what nobody signed nothing is believed, so not even whose plan it was is told: it is set aside with its reason.
    const isBelieved = reason !== 'forged' && reason !== 'malformed';
    assert.equal(kind, isBelieved ? 'refused' : 'unreadable');
    assert.equal(bench.meters.plansRefused, 1);
    if (isBelieved) {
      const outcome = await bench.outcome('plan-1');
      assert.deepEqual([outcome.state, outcome.reason], ['OUTCOME_STATE_REFUSED', reason]);
      assert.equal(outcome.totals?.pagesMoved, '0');
    }
    assert.equal(machine.pages.calls, 0);
    assert.equal(machine.migrations(), 0);
    bench.send(signed(plan(2, [made.up([[FIRST, 9]])])));
    assert.equal((await bench.outcome('plan-2')).totals?.pagesMoved, '9', 'the next good plan is carried out');
  });
}

test('a plan repeated is answered from the journal, and moves nothing again', async () => {
  const { bench, machine, up } = scene();
  const bytes = whole([up([[FIRST, 9]])]);
  bench.send(bytes);
  await bench.outcome('plan-1');
  const { calls } = machine.pages;
  assert.equal(bench.send(bytes), 'repeated');
  assert.equal(machine.pages.calls, calls);
});

test('a plan for a pid that was reused meanwhile touches none of the pages that the other has there', async () => {
  const { bench, machine, target, up } = scene();
  machine.exit(target.pid);
  const other = machine.spawn({ pid: target.pid, mappings: [{ startPage: FIRST, pages: PAGES, node: 1 }] });
  bench.send(whole([up([[FIRST, PAGES]])]));
  const { totals } = await bench.outcome('plan-1');
  assert.deepEqual([totals?.pagesMoved, totals?.pagesSkipped], ['0', { 'identity-changed': String(PAGES) }]);
  assert.deepEqual([machine.pagesOn(other, 1), machine.pages.calls], [PAGES, 0]);
});

test('of a plan with runs outside the process only what is inside moves, and the rest has its errno', async () => {
  const { bench, up } = scene();
  bench.send(
    whole([
      up([
        [FIRST - 10, 20],
        [FIRST + PAGES - 5, 15],
        [9_000_000, 3],
      ]),
    ]),
  );
  const { totals } = await bench.outcome('plan-1');
  assert.deepEqual([totals?.pagesMoved, totals?.pagesFailed], ['15', { EFAULT: '23' }]);
});
