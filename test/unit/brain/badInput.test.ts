import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readBatch } from '../../../services/access/batchReader.js';
import { Fleet } from '../../../services/brain/fleet.js';
import type { Taken, TakenKind } from '../../../services/brain/messages.js';
import { hostSubject } from '../../../services/bus/subjects.js';
import { codec } from '../../../services/contract/schema.js';
import { compilePolicy } from '../../../services/core/policy.js';
import { NOW, POLICY, type TestShard, testShard, windowOf } from './shardKit.js';

const second = (n: number) => ({ startUnixMs: NOW + (n - 1) * 1000, endUnixMs: NOW + n * 1000 });

function dropped({ shard }: TestShard, hostId: string): Record<string, number> {
  return Object.fromEntries(shard.fleet.get(hostId)?.dropped ?? []);
}

test('a batch that comes again is dropped, and counted for its host', () => {
  const on = testShard(['a']);
  const batch = windowOf('a', { sequence: 1, ...second(1) });
  for (let i = 0; i < 3; i++) on.shard.take('access', batch);
  assert.deepEqual(dropped(on, 'a'), { repeat: 2 });
  assert.equal(on.shard.questions.status().batches, 1);
});

test('spaces of a window older than the last are left out, and the newer heat stays', () => {
  const on = testShard(['a']);
  on.shard.take('access', windowOf('a', { sequence: 2, ...second(2) }));
  const space = on.shard.fleet.get('a')?.model.spaces.values().next().value;
  on.shard.take('access', windowOf('a', { sequence: 1, ...second(1) }));
  assert.deepEqual(dropped(on, 'a'), { late: 1 });
  assert.equal(space?.heat.lastWindowEndUnixMs, NOW + 2000);
});

test('a window from the future is set aside, and counted for its host', () => {
  const on = testShard(['a']);
  on.shard.take('access', windowOf('a', { sequence: 1, ...second(1) }));
  on.shard.take('access', windowOf('a', { sequence: 2, ...second(3600) }));
  assert.deepEqual(dropped(on, 'a'), { 'from-the-future': 1 });
  assert.deepEqual(
    on.setAside.map(({ code }) => code),
    ['from-the-future'],
  );
});

test('a host of which nothing could be taken is told of all the same, and its count stays when it is', async () => {
  const on = testShard(['a']);
  const shown = () => on.shard.services.FleetService.getHost({ hostId: 'a' });
  await assert.rejects(shown, /host "a" has sent nothing; thermocline hosts list/);
  for (const n of [3600, 7200]) on.shard.take('access', windowOf('a', { sequence: n, ...second(n) }));
  await assert.rejects(shown, /host "a" has sent nothing that could be taken \(left out: from-the-future 2\)/);
  on.shard.take('access', windowOf('a', { sequence: 1, ...second(1) }));
  assert.deepEqual((await shown()).host?.dropped, { 'from-the-future': 2 });
});

test('of two boots that take turns the newest wins, and what the other sends is counted', () => {
  const on = testShard(['a']);
  for (let n = 1; n <= 6; n++) {
    const bootId = n % 2 === 1 ? 'boot-1' : 'boot-2';
    on.shard.take('access', windowOf('a', { sequence: n, bootId, ...second(n) }));
  }
  assert.equal(on.shard.fleet.get('a')?.bootId, 'boot-2');
  assert.deepEqual(dropped(on, 'a'), { 'former-boot': 2 });
  assert.equal(on.shard.fleet.get('a')?.model.spaces.values().next().value?.heat.observedSeconds, 3);
});

test('what an older boot sent before the newer one came, and arrives after it, changes nothing', () => {
  const on = testShard(['a']);
  on.shard.take('access', windowOf('a', { sequence: 1, bootId: 'boot-2', ...second(5) }));
  on.shard.take('access', windowOf('a', { sequence: 9, bootId: 'boot-1', ...second(3) }));
  assert.equal(on.shard.fleet.get('a')?.bootId, 'boot-2');
  assert.deepEqual(dropped(on, 'a'), { 'former-boot': 1 });
});

test('a batch of a million spaces is refused before it is decoded', () => {
  const on = testShard(['a']);
  on.shard.take('access', windowOf('a', { sequence: 1, ...second(1) }));
  // Field 7, of no bytes: an empty space.
  const bytes = new Uint8Array(2_000_000).map((_, i) => (i % 2 === 0 ? 7 * 8 + 2 : 0));
  on.shard.take('access', { subject: hostSubject('access', 'a'), bytes });
  assert.deepEqual(
    on.setAside.map(({ code }) => code),
    ['too-many-spaces'],
  );
  assert.deepEqual(dropped(on, 'a'), { 'too-many-spaces': 1 });
});

test('a host that names new spaces for ever is cut at what a host may have, of spaces and of runs', () => {
  const compiled = compilePolicy(POLICY);
  assert.ok('policy' in compiled);
  const batches = codec('AccessBatch');
  for (const [limits, reason] of [
    [{ spaces: 20, runs: 1000 }, 'too-many-spaces'],
    [{ spaces: 1000, runs: 40 }, 'too-many-runs'],
  ] as const) {
    const fleet = new Fleet(limits);
    for (let n = 1; n <= 5; n++) {
      // Each process has two runs.
      const pids = Array.from({ length: 10 }, (_, i) => n * 10 + i);
      const { bytes } = windowOf('a', { sequence: n, ...second(n), pids });
      fleet.take(readBatch(batches.decode(bytes), NOW), compiled.policy);
    }
    const host = fleet.get('a');
    assert.equal(host?.model.spaces.size, 20);
    assert.equal(host?.runs, 40);
    assert.deepEqual(Object.fromEntries(host?.dropped ?? []), { [reason]: 30 });
  }
});

test('numbers beyond what can be counted are refused by name', () => {
  const batches = codec('AccessBatch');
  const whole = batches.decode(windowOf('a', { sequence: 1, ...second(1) }).bytes);
  const changed = (change: object): Taken => ({
    subject: hostSubject('access', 'a'),
    bytes: batches.encode({ ...whole, ...change } as never),
  });
  const space = whole.spaces[0];
  const far = Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 15);
  const cases: [Taken, string][] = [
    [changed({ envelope: { ...whole.envelope, sequence: '18446744073709551615' } }), 'bad-sequence'],
    [changed({ nodes: new Array(256).fill(0) }), 'too-many-nodes'],
    [changed({ spaces: [{ ...space, runs: { ...space?.runs, count: 4_000_001 } }] }), 'too-many-runs'],
    [
      changed({
        spaces: [
          {
            ...space,
            runs: {
              ...space?.runs,
              count: 1,
              gaps: Uint8Array.of(0),
              lengths: far,
              evidence: Uint8Array.of(1),
              nodes: Uint8Array.of(0),
              kinds: Uint8Array.of(1),
            },
          },
        ],
      }),
      'bad-range',
    ],
  ];
  for (const [taken, code] of cases) {
    const on = testShard(['a']);
    on.shard.take('access', taken);
    assert.deepEqual(
      on.setAside.map((each) => each.code),
      [code],
    );
  }
});

/** Bytes that are no message, and messages in which some bytes are others. */
const nonsense = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .record({
      sequence: fc.integer({ min: 1, max: 20 }),
      n: fc.integer({ min: -5, max: 90 }),
      bootId: fc.constantFrom('boot-1', 'boot-2'),
      cuts: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
    })
    .map(({ sequence, n, bootId, cuts }) => {
      const bytes = Uint8Array.from(windowOf('a', { sequence, bootId, ...second(n) }).bytes);
      for (const [at, to] of cuts) bytes[at % bytes.length] = to;
      return bytes;
    }),
);

test('whatever one host sends, another host’s plan is the same, byte for byte', () => {
  const kinds: TakenKind[] = ['access', 'outcome'];
  const planOf = (between: readonly { readonly kind: TakenKind; readonly bytes: Uint8Array }[]): Uint8Array[] => {
    const on = testShard(['a', 'b']);
    for (let n = 1; n <= 3; n++) {
      for (const { kind, bytes } of between) on.shard.take(kind, { subject: hostSubject(kind, 'a'), bytes });
      on.shard.take('access', windowOf('b', { sequence: n, ...second(n) }));
    }
    return on.published.filter(({ hostId }) => hostId === 'b').map(({ bytes }) => bytes);
  };
  const undisturbed = planOf([]);
  assert.ok(undisturbed.length > 0);
  fc.assert(
    fc.property(fc.array(fc.record({ kind: fc.constantFrom(...kinds), bytes: nonsense }), { maxLength: 5 }), (sent) => {
      assert.deepEqual(planOf(sent), undisturbed);
    }),
    { numRuns: 200 },
  );
});

test('parts and pages that cannot be are named', () => {
  const good = codec('AccessBatch').decode(windowOf('a', { sequence: 1, ...second(1) }).bytes);
  const read = (change: object) => readBatch({ ...good, ...change }, NOW);
  assert.equal(read({}).parts, 1);
  for (const each of [{ part: 1 }, { part: 7, parts: 3 }, { parts: 0 }])
    assert.throws(() => read(each), { code: 'bad-part' });
  for (const pageSize of [0, 1, 512, 4097]) assert.throws(() => read({ pageSize }), { code: 'bad-page-size' });
});
