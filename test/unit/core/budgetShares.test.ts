import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type BudgetHost, budgetShares, FLOOR_SHARE } from '../../../services/core/budgetShares.js';

const MIB = 2 ** 20;

function shared(hosts: readonly (readonly [string, number, ...string[]])[], budgets: Readonly<Record<string, number>>) {
  const claims = hosts.map(([hostId, need, ...groups]): BudgetHost => ({ hostId, need, groups }));
  return Object.fromEntries(budgetShares(claims, (name) => budgets[name]).map(({ hostId, share }) => [hostId, share]));
}

test('where there is enough, each has its need, and the floor where the need is lower', () => {
  assert.deepEqual(
    shared(
      [
        ['a', 30, 'fleet'],
        ['b', 50, 'fleet'],
        ['c', 0, 'fleet'],
      ],
      { fleet: 300 },
    ),
    { a: 30, b: 50, c: 10 },
  );
});

test('where there is not, the small needs are met and the large ones have alike', () => {
  assert.deepEqual(
    shared(
      [
        ['a', 10, 'fleet'],
        ['b', 70, 'fleet'],
        ['c', 90, 'fleet'],
      ],
      { fleet: 90 },
    ),
    { a: 10, b: 40, c: 40 },
  );
});

test('what one rack can’t take another has, and the tighter of two budgets binds', () => {
  const hosts = [
    ['a', 100, 'fleet', 'rack=1'],
    ['b', 100, 'fleet', 'rack=1'],
    ['c', 100, 'fleet', 'rack=2'],
  ] as const;
  assert.deepEqual(shared(hosts, { fleet: 120, 'rack=1': 60, 'rack=2': 200 }), { a: 30, b: 30, c: 60 });
});

test('a budget that there is not binds nobody', () => {
  assert.deepEqual(shared([['a', 100, 'rack=1']], {}), { a: 100 });
});

const budgets = fc.record({
  fleet: fc.integer({ min: 0, max: 100 * MIB }),
  'rack=1': fc.integer({ min: 0, max: 20 * MIB }),
  'rack=2': fc.integer({ min: 0, max: 50 * MIB }),
  'row=1': fc.integer({ min: 0, max: 50 * MIB }),
});
const fleet = fc.uniqueArray(
  fc.record({
    hostId: fc.string({ minLength: 1, maxLength: 4 }),
    need: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5 * MIB })),
    groups: fc.subarray(['fleet', 'rack=1', 'rack=2', 'row=1']),
  }),
  { selector: ({ hostId }) => hostId, maxLength: 40 },
);

test('no budget is exceeded, floors hold, nobody has more than the need while another goes short', () => {
  fc.assert(
    fc.property(fleet, budgets, (hosts, budget) => {
      const limits: Readonly<Record<string, number>> = budget;
      const shares = new Map(budgetShares(hosts, (name) => limits[name]).map((each) => [each.hostId, each]));
      const shareOf = (hostId: string) => shares.get(hostId) ?? { share: -1, floor: -1 };
      const usedOf = (name: string): number =>
        hosts.filter(({ groups }) => groups.includes(name)).reduce((sum, { hostId }) => sum + shareOf(hostId).share, 0);
      for (const [name, limit] of Object.entries(limits)) {
        assert.ok(usedOf(name) <= limit, `${name}: ${usedOf(name)} of ${limit}`);
      }
      for (const { hostId, need, groups } of hosts) {
        const { share, floor } = shareOf(hostId);
        assert.ok(
          share >= floor && share <= Math.max(need, floor),
          `${hostId}: ${share}, need ${need}, floor ${floor}`,
        );
        if (share >= need) continue;
        // One who goes short is under a budget that is used up, in which nobody who has more could give, but by the floor.
        const binding = groups.filter((name) => {
          const others = hosts.filter((host) => host.groups.includes(name));
          const left = (limits[name] ?? Infinity) - usedOf(name);
          return (
            left < others.length &&
            others.every((other) => shareOf(other.hostId).share <= Math.max(share + 1, shareOf(other.hostId).floor))
          );
        });
        assert.ok(binding.length > 0, `${hostId} has ${share} of ${need}, and no budget binds it`);
      }
    }),
  );
});

test('the floors of all hosts of a budget together are at most a tenth of it', () => {
  fc.assert(
    fc.property(fleet, budgets, (hosts, budget) => {
      const limits: Readonly<Record<string, number>> = budget;
      const floors = new Map(budgetShares(hosts, (name) => limits[name]).map(({ hostId, floor }) => [hostId, floor]));
      for (const [name, limit] of Object.entries(limits)) {
        const members = hosts.filter(({ groups }) => groups.includes(name));
        const sum = members.reduce((total, { hostId }) => total + (floors.get(hostId) ?? 0), 0);
        assert.ok(sum <= FLOOR_SHARE * limit, `${name}: ${sum} of ${limit}`);
      }
    }),
  );
});

test('the order of the hosts makes no difference', () => {
  fc.assert(
    fc.property(fleet, budgets, (hosts, budget) => {
      const limits: Readonly<Record<string, number>> = budget;
      const of = (name: string) => limits[name];
      assert.deepEqual(budgetShares(hosts.toReversed(), of), budgetShares(hosts, of));
    }),
  );
});
