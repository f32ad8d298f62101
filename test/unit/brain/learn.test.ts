import assert from 'node:assert/strict';
import test from 'node:test';
import { Fleet, type FleetHost } from '../../../services/brain/fleet.js';
import { learn } from '../../../services/brain/learn.js';
import type { Outcome__Output } from '../../../services/contract/gen/thermocline/v1/Outcome.js';
import { encodeRanges } from '../../../services/contract/ranges.js';
import { codec } from '../../../services/contract/schema.js';
import { spaceKeyText } from '../../../services/contract/spaceKey.js';
import { encodeVarints } from '../../../services/contract/varint.js';
import { planHost } from '../../../services/core/planner.js';
import { compilePolicy, type Policy } from '../../../services/core/policy.js';

const NOW = 1_000_000;
const KEY = { process: { pid: 7, startTicks: '1', startStack: '2', exeInode: '3' }, key: 'process' as const };

function policy(): Policy {
  const compiled = compilePolicy({
    name: 'p',
    revision: 1,
    classes: [{ name: 'c', selector: {}, latencySensitive: false, priority: 0, coldAgeSeconds: 2, hotRate: 0.5 }],
    tiers: [],
    bytesPerSecondPerHost: 2 ** 30,
    residenceSeconds: 10,
    dataMaxAgeSeconds: 60,
    heatHalfLifeSeconds: 10,
  });
  assert.ok('policy' in compiled);
  return compiled.policy;
}

/** A host with 100 cold pages on the fast node, ripe to be demoted. */
function host(): FleetHost {
  const fleet = new Fleet();
  const node = { freeBytes: '400000000', hasCpu: true, lowWatermarkBytes: '0', totalBytes: '800000000' };
  const columns = {
    coverage: { startPage: Float64Array.of(0), pages: Float64Array.of(1000) },
    runs: {
      startPage: Float64Array.of(100),
      pages: Float64Array.of(100),
      evidence: Uint8Array.of(0),
      node: Uint8Array.of(0),
      kind: Uint8Array.of(1),
    },
  };
  const taken = fleet.take(
    {
      hostId: 'h',
      bootId: 'b',
      sequence: 1,
      windowStartUnixMs: NOW - 5000,
      windowEndUnixMs: NOW,
      part: 0,
      parts: 1,
      pageSize: 4096,
      facts: {
        nodes: [
          { ...node, id: 0, tier: 0 },
          { ...node, id: 1, tier: 1 },
        ],
        labels: {},
        cgroups: [],
      } as never,
      ended: [],
      nodes: [0, 1],
      spaces: [
        {
          ...columns,
          keyText: spaceKeyText(KEY) as string,
          key: KEY,
          command: 'db',
          cgroup: undefined,
          pageGranular: true,
          looks: 1,
          residencyUnixMs: NOW - 1000,
        },
      ],
    },
    policy(),
  );
  assert.ok(taken);
  return taken.host;
}

function outcome(result: number, detail: number, skipReasons: string[]): Outcome__Output {
  const outcomes = codec('Outcome');
  const subRuns = encodeRanges({ startPage: [100], pages: [100] });
  const space = { space: KEY, fromNode: 0, toNode: 1, subRuns, results: Uint8Array.of(result), skipReasons };
  return outcomes.decode(
    outcomes.encode({ planId: 'x', finishedUnixMs: NOW, spaces: [{ ...space, details: encodeVarints([detail]) }] }),
  );
}

const demoted = (of: FleetHost, afterMs = 1000): number =>
  planHost(of.model, policy(), [], NOW + afterMs, { planSeconds: 10 })?.totals.demotedPages ?? 0;

test('before any outcome the cold pages are planned', () => {
  assert.equal(demoted(host()), 100);
});

test('what moved, or was there already, is where the outcome says', () => {
  for (const result of [1, 2]) {
    const one = host();
    learn(one, outcome(result, 0, []));
    assert.equal(demoted(one), 0, `result ${result}`);
  }
});

test('what failed, or whose fate is unknown, is not planned again at once', () => {
  for (const result of [3, 5]) {
    const one = host();
    learn(one, outcome(result, 16, []));
    assert.equal(demoted(one), 0, `result ${result}`);
  }
});

test('what was skipped for what it is is held; what was skipped because its plan ended is planned again', () => {
  const held = host();
  learn(held, outcome(4, 0, ['partial-huge-page']));
  assert.equal(demoted(held), 0);
  for (const reason of ['expired', 'stopped', 'withdrawn', 'headroom', 'mover-failed']) {
    const free = host();
    learn(free, outcome(4, 1, ['residence', reason]));
    assert.equal(demoted(free), 100, reason);
  }
});

test('what the actuator let stay for its residence is held for seconds, what cannot be moved for longer', () => {
  const resident = host();
  learn(resident, outcome(4, 0, ['residence']));
  assert.equal(demoted(resident), 0);
  assert.equal(demoted(resident, 6000), 100);
  const huge = host();
  learn(huge, outcome(4, 0, ['partial-huge-page']));
  assert.equal(demoted(huge, 6000), 0);
});
