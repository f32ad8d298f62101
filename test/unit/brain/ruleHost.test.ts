import assert from 'node:assert/strict';
import test from 'node:test';
import type { HostState } from '../../../services/contract/gen/thermocline/v1/HostState.js';
import { codec } from '../../../services/contract/schema.js';
import type { PolicySpec } from '../../../services/core/policySpec.js';
import { NOW, POLICY, type TestShard, testShard, windowOf } from './shardKit.js';

const signed = codec('SignedPlan');
const plans = codec('Plan');

/** POLICY with its class asking a rule of this source. */
function policyWith(source: string): Partial<PolicySpec> {
  const classes = POLICY.classes.map((each) => ({ ...each, customRule: 'r' }));
  return { classes, customRules: [{ name: 'r', source }] };
}

let sequence = 0;

/** Two windows of ten seconds: with them the hot run has been seen, and the cold one has not. */
function show(at: TestShard, hostId: string): void {
  for (let window = 0; window < 2; window++) {
    const endUnixMs = at.clock.unixMs + 10_000;
    at.shard.take('access', windowOf(hostId, { sequence: ++sequence, startUnixMs: at.clock.unixMs, endUnixMs }));
    at.clock.unixMs = endUnixMs;
  }
}

/** What the plans since the start move: `direction startPage` of the first run of each group. */
function movesOf(at: TestShard): string[] {
  return at.published.flatMap(({ bytes }) => {
    const { spaces } = plans.decode(signed.decode(bytes).plan);
    return spaces.map(({ direction, reasons, ranges }) => `${direction} ${ranges?.count} ${reasons.length}`);
  });
}

async function stateOf(at: TestShard, hostId: string): Promise<HostState> {
  const { host } = await at.shard.services.FleetService.getHost({ hostId });
  assert.ok(host);
  return host;
}

/** A shard whose rule has been compiled. */
async function readyShard(hostIds: readonly string[], source: string): Promise<TestShard> {
  const at = testShard(hostIds, policyWith(source));
  await at.shard.ready();
  return at;
}

test('without a rule the hot run rises and the cold one sinks; a rule that says the contrary keeps both where they are', async () => {
  const plain = testShard(['h']);
  show(plain, 'h');
  assert.deepEqual(
    movesOf(plain)
      .map((move) => move.split(' ')[0])
      .sort(),
    ['DIRECTION_DEMOTION', 'DIRECTION_PROMOTION'],
  );
  const contrary = await readyShard(['h'], 'export default (c) => c.heat.map((heat) => heat > 0.5 ? -1 : 1)');
  show(contrary, 'h');
  assert.deepEqual(movesOf(contrary), []);
});

test('a rule without an opinion leaves all to heat and age', async () => {
  const at = await readyShard(['h'], 'export default (c) => new Float32Array(c.length).fill(NaN)');
  show(at, 'h');
  assert.equal(movesOf(at).length, 2);
  const { rules } = await stateOf(at, 'h');
  assert.deepEqual(rules, [
    { rule: 'r', spaces: 2, runs: 4, opinions: 0, failures: {}, lastError: '', suspended: false },
  ]);
});

test('where a busy machine lets no rule have its time, no plan is made, and the rule is asked anew', async (t) => {
  const at = await readyShard(['h'], 'export default () => [].indexOf.call({ length: 2 ** 53 - 1 }, 1)');
  const busy = t.mock.method(process, 'cpuUsage', () => ({ user: 0, system: 0 }));
  show(at, 'h');
  assert.deepEqual(at.published, []);
  assert.deepEqual(
    (await stateOf(at, 'h')).rules?.map(({ failures }) => failures),
    [{}],
  );
  busy.mock.mockImplementation(() => ({ user: 600_000, system: 0 }));
  await at.shard.ready();
  show(at, 'h');
  assert.ok((await stateOf(at, 'h')).rules?.some(({ failures }) => failures?.['RULE_TIMEOUT']));
  assert.notDeepEqual(at.published, []);
});

test('no plan is made while a rule is compiled: it would be another one', async () => {
  const at = testShard(['h'], policyWith('export default (c) => new Float32Array(c.length).fill(NaN)'));
  show(at, 'h');
  assert.deepEqual(at.published, []);
  await at.shard.ready();
  show(at, 'h');
  assert.notDeepEqual(at.published, []);
});

test('a rule that fails on one host is counted and suspended there, where heat and age go on, and asked on the others', async () => {
  const source = `export default (c, { labels }) => {
    if (labels.bad) throw new Error('bad host');
    return c.heat.map((heat) => heat > 0.5 ? -1 : 1);
  }`;
  const at = await readyShard(['good', 'bad'], source);
  for (let turn = 0; turn < 3; turn++) {
    const endUnixMs = at.clock.unixMs + 10_000;
    for (const hostId of ['good', 'bad']) {
      const labels: Record<string, string> = hostId === 'bad' ? { bad: 'yes' } : {};
      const window = windowOf(hostId, { sequence: ++sequence, startUnixMs: at.clock.unixMs, endUnixMs, labels });
      at.shard.take('access', window);
    }
    at.clock.unixMs = endUnixMs;
  }
  assert.deepEqual([...new Set(at.published.map(({ hostId }) => hostId))], ['bad']);
  const [bad, good] = await Promise.all([stateOf(at, 'bad'), stateOf(at, 'good')]);
  const error = 'RULE_FAILED: rule r: Error: bad host (r.js:2:36)';
  const failed = { spaces: 0, runs: 0, opinions: 0, failures: { RULE_FAILED: 3 }, lastError: error };
  assert.deepEqual(bad.rules, [{ rule: 'r', ...failed, suspended: true }]);
  assert.equal(good.rules?.[0]?.suspended, false);
  assert.deepEqual(at.shard.questions.limitations(), [
    { name: 'rule-suspended', reason: `on 1 of the hosts, until the policy changes: ${error}` },
  ]);
  show(at, 'bad');
  assert.deepEqual((await stateOf(at, 'bad')).rules?.[0]?.failures, { RULE_FAILED: 3 }, 'it is not asked any more');
});

test('a rule that is none, and one that remembers, change nothing and are named', async () => {
  const none = await readyShard(['h'], 'export default 1');
  show(none, 'h');
  assert.equal(movesOf(none).length, 2);
  assert.deepEqual(none.shard.questions.limitations(), [
    {
      name: 'rule-not-used',
      reason: 'RULE_INVALID: rule r: the default export is number; expected a function; its classes go by heat and age',
    },
  ]);
  const counts = await readyShard(['h'], 'let n = 0; export default (c) => new Float32Array(c.length).fill(++n / 99)');
  show(counts, 'h');
  assert.equal(movesOf(counts).length, 2);
  assert.deepEqual((await stateOf(counts, 'h')).rules?.[0]?.failures, { RULE_IMPURE: 2 });
});

test('the same windows make the same plans, whatever was asked of the rule before', async () => {
  const source = 'export default (c) => c.heat.map((heat, i) => heat > 0.9 ? 1 : c.age[i] > 5 ? -0.5 : NaN)';
  const alone = await readyShard(['h'], source);
  show(alone, 'h');
  const crowd = await readyShard(['h', 'other', 'third'], source);
  for (const hostId of ['other', 'third']) show(crowd, hostId);
  crowd.clock.unixMs = NOW;
  show(crowd, 'h');
  const ofH = { ...crowd, published: crowd.published.filter(({ hostId }) => hostId === 'h') };
  assert.deepEqual(movesOf(ofH), movesOf(alone));
  assert.notDeepEqual(movesOf(alone), []);
});
