import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { boundsOf, lowestBounds, readLimits } from '../../../services/actuator/limits.js';
import { actuatorService } from '../../../services/actuator/service.js';
import type { Limits__Output } from '../../../services/contract/gen/thermocline/v1/Limits.js';
import { Bench } from './kit/bench.js';
import { moves, plan, signed } from './kit/plans.js';

after(() => Bench.closeAll());

const PAGE = 4096;

test('of bytes and pages the lower bound holds, scope by scope', () => {
  const limits = {
    bytesPerSecond: 10 * PAGE,
    pagesPerSecond: 11,
    promotionPagesPerSecond: 3,
    demotionBytesPerSecond: 5 * PAGE,
    demotionPagesPerSecond: 4,
    pairPagesPerSecond: 0,
  };
  assert.deepEqual(boundsOf(limits, PAGE), { total: 10 * PAGE, promotion: 3 * PAGE, demotion: 4 * PAGE, pair: 0 });
  assert.deepEqual(boundsOf({}, PAGE), {});
});

test('a bound that is no whole number is named by its field', () => {
  for (const text of ['18446744073709551615', '-1', '1.5', 'many']) {
    const message = { demotionPagesPerSecond: text } as unknown as Limits__Output;
    assert.throws(() => readLimits(message), { name: 'RangeError', message: `demotion_pages_per_second: got ${text}` });
  }
});

test('of several, the lowest of each holds, whatever their order', () => {
  const bound = fc.option(fc.nat(), { nil: undefined });
  const one = fc.record({ total: bound, promotion: bound, demotion: bound, pair: bound });
  fc.assert(
    fc.property(fc.array(one), (all) => {
      const lowest = lowestBounds(all as Parameters<typeof lowestBounds>[0]);
      assert.deepEqual(lowestBounds([...all].reverse() as Parameters<typeof lowestBounds>[0]), lowest);
      for (const scope of ['total', 'promotion', 'demotion', 'pair'] as const) {
        const set = all.flatMap((each) => (each[scope] === undefined ? [] : [each[scope]]));
        assert.equal(lowest[scope], set.length === 0 ? undefined : Math.min(...set));
      }
    }),
  );
});

test('bounds in pages hold for batches: of the configuration, and of people at the host', async () => {
  const bench = new Bench({ settings: { limitPagesPerSecond: 500, pairPagesPerSecond: 100 } });
  assert.equal(bench.actuator.rates.limit, 500 * PAGE);
  const { machine } = bench;
  const pid = machine.spawn({ mappings: [{ startPage: 100, pages: 400, node: 0 }] });
  const target = machine.processes.identity(pid);
  assert.ok(target);
  bench.hear();
  bench.send(signed(plan(1, [moves({ target, from: 0, to: 1, ranges: [[100, 400]] })])));
  await new Promise((resolve) => setTimeout(resolve, 300));
  const early = machine.pagesOn(pid, 1);
  assert.ok(early > 0 && early <= 100, `${early} pages in less than a second, 100 may go between two nodes`);
  const view = { actuator: bench.actuator, clock: { unixMs: () => 0, monotonicMs: () => 0 } };
  const { methods } = actuatorService(view as unknown as Parameters<typeof actuatorService>[0]);
  const caller = { identity: 'unauthenticated', address: 'test' };
  type SetLimits = (request: object, caller: object) => Promise<{ control: { limits: object } }>;
  const { setLimits } = methods as unknown as { readonly setLimits: SetLimits };
  const { control } = await setLimits({ limits: { pagesPerSecond: '7', pairPagesPerSecond: '3' } }, caller);
  assert.deepEqual(control.limits, { pagesPerSecond: 7, pairPagesPerSecond: 3 });
  assert.equal(bench.actuator.rates.limit, 7 * PAGE);
});
