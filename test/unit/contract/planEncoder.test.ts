import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Plan } from '../../../services/contract/gen/thermocline/v1/Plan.js';
import type { SpaceKey__Output } from '../../../services/contract/gen/thermocline/v1/SpaceKey.js';
import { PlanEncoder, type PlanToEncode } from '../../../services/contract/planEncoder.js';
import { codec } from '../../../services/contract/schema.js';

const encoder = new PlanEncoder();
const plans = codec('Plan');
const signed = codec('SignedPlan');
const keys = codec('SpaceKey');

const uint32 = fc.oneof(fc.nat(), fc.constantFrom(0, 127, 128, 2 ** 32 - 1));
const whole = fc.oneof(fc.maxSafeNat(), fc.nat(300));
const signedWhole = fc.oneof(
  fc.maxSafeInteger().map((each) => Math.trunc(each / 2)),
  fc.integer(),
);
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const number = fc.double();
// Lengths around those at which one of them takes a byte more.
const bytes = fc.oneof(fc.uint8Array({ maxLength: 12 }), fc.uint8Array({ minLength: 120, maxLength: 135 }));
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', minLength: 40, maxLength: 150 }),
);
// Of a map: an object of JavaScript can't have this one as others.
const name = text.filter((each) => each !== '__proto__');
const key = fc
  .oneof(
    fc.record({ process: fc.record({ pid: uint32, startTicks: uint64, startStack: uint64, exeInode: uint64 }) }),
    fc.record({ file: fc.record({ device: uint64, inode: uint64, path: text }) }),
    fc.record({ physical: fc.record({ node: uint32 }) }),
  )
  .map((each): SpaceKey__Output => keys.decode(keys.encode(each)));
const moves = fc.record(
  {
    space: key,
    command: text,
    cgroup: text,
    class: text,
    direction: fc.constantFrom('DIRECTION_PROMOTION' as const, 'DIRECTION_DEMOTION' as const),
    fromNode: uint32,
    toNode: uint32,
    ranges: fc.record({ count: uint32, gaps: bytes, lengths: bytes }),
    reasons: bytes,
    heat: bytes,
    ageSeconds: bytes,
  },
  {
    requiredKeys: [
      'space',
      'command',
      'class',
      'direction',
      'fromNode',
      'toNode',
      'ranges',
      'reasons',
      'heat',
      'ageSeconds',
    ],
  },
);
const plan: fc.Arbitrary<PlanToEncode> = fc.record({
  envelope: fc.record({ schemaVersion: uint32, hostId: text, bootId: text, sequence: whole, createdUnixMs: whole }),
  planId: text,
  expiresUnixMs: whole,
  policyName: text,
  policyRevision: whole,
  fencingToken: whole,
  pageSize: uint32,
  spaces: fc.array(moves, { maxLength: 3 }),
  reasons: fc.array(fc.record({ rule: text, text, numbers: fc.dictionary(name, number, { maxKeys: 3 }) }), {
    maxLength: 3,
  }),
  shadow: fc.boolean(),
  moveCount: whole,
  pageCount: whole,
  ground: fc.record({
    bytesPerSecond: number,
    planSeconds: number,
    waitingPages: whole,
    budgetPages: whole,
    factsUnixMs: signedWhole,
    nodes: fc.array(
      fc.record({ node: uint32, tier: uint32, headroomPages: whole, roomBefore: signedWhole, roomAfter: signedWhole }),
      { maxLength: 3 },
    ),
  }),
});

test('any plan is encoded to the bytes that the codec makes of it', () => {
  fc.assert(
    fc.property(plan, (made) => {
      assert.deepEqual(Buffer.from(encoder.plan(made)), Buffer.from(plans.encode(made as Plan)));
    }),
    { numRuns: 1000 },
  );
});

test('so is a signed one, and neither changes when the next is encoded', () => {
  fc.assert(
    fc.property(bytes, text, bytes, plan, (body, keyId, signature, next) => {
      const message = encoder.signed(body, keyId, signature);
      encoder.plan(next);
      assert.deepEqual(Buffer.from(message), Buffer.from(signed.encode({ plan: body, keyId, signature })));
    }),
  );
});

test('a plan larger than any before it is encoded whole', () => {
  const fresh = new PlanEncoder();
  const body = new Uint8Array(3_000_000).fill(7);
  const signature = new Uint8Array(64);
  assert.deepEqual(signed.decode(fresh.signed(body, 'k', signature)).plan.length, body.length);
});

test('numbers are whole wherever in a message the memory for it has to grow', () => {
  const none = new Uint8Array(0);
  const space = keys.decode(keys.encode({ physical: { node: 0 } }));
  const made = (filling: number): PlanToEncode => ({
    envelope: { schemaVersion: 1, hostId: 'h', bootId: 'b', sequence: 2 ** 53 - 1, createdUnixMs: 2 ** 41 },
    planId: 'p',
    expiresUnixMs: 2 ** 41,
    policyName: 'default',
    policyRevision: 2 ** 40,
    fencingToken: 2 ** 40,
    pageSize: 4096,
    spaces: [
      {
        space,
        command: '',
        class: '',
        direction: 'DIRECTION_PROMOTION',
        fromNode: 1,
        toNode: 0,
        ranges: { count: 1, gaps: new Uint8Array(filling), lengths: none },
        reasons: none,
        heat: none,
        ageSeconds: none,
      },
    ],
    reasons: [],
    shadow: true,
    moveCount: 2 ** 31,
    pageCount: 2 ** 40,
    ground: { bytesPerSecond: 1, planSeconds: 1, waitingPages: 2 ** 40, budgetPages: 1, factsUnixMs: -1, nodes: [] },
  });
  // A new encoder has 4 KiB.
  for (let filling = 3800; filling < 4096; filling++) {
    const plan = made(filling);
    const bytes = new PlanEncoder().plan(plan);
    assert.deepEqual(Buffer.from(bytes), Buffer.from(plans.encode(plan as Plan)), `${filling}`);
  }
});
