import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ControlBook, EMPTY_MEMORY } from '../../../services/actuator/control.js';
import { type GuardView, judge } from '../../../services/actuator/guard.js';
import { planCodec, signedPlanCodec } from '../../../services/actuator/wire.js';
import type { Plan } from '../../../services/contract/gen/thermocline/v1/Plan.js';
import { signBytes } from '../../../services/contract/signature.js';
import { machineOf } from './kit/bench.js';
import { BOOT, control, HOST, moves, plan, SIGNER, STRANGER, signed, signedControl, TRUSTED } from './kit/plans.js';

const NOW = 1_000_000;
const target = { pid: 7, startTicks: 1, startStack: '9', exeInode: 3 };
const up = moves({ target, from: 1, to: 0, ranges: [[100, 10]] });
const envelope = { schemaVersion: 1, hostId: HOST, bootId: BOOT, sequence: 1 };

function view(changes: Partial<GuardView> = {}): GuardView {
  const book = new ControlBook({ hostId: HOST, keys: TRUSTED, maxAgeMs: 60_000, pageSize: 4096, memory: EMPTY_MEMORY });
  const heard = {
    lowestFencingToken: 5,
    withdrawnPlans: ['bad'],
    withdrawnRevisions: [{ policyName: 'p', revision: 3 }],
  };
  assert.equal(book.hear('host', signedControl(control(1, heard, NOW)), { monotonicMs: 0, unixMs: NOW }), undefined);
  return {
    hostId: HOST,
    bootId: BOOT,
    pageSize: 4096,
    keys: TRUSTED,
    control: book,
    topology: machineOf().host.topology([[0], [1]]),
    nowUnixMs: NOW,
    seen: () => false,
    bounds: { mostBytes: 4096, mostPages: 1000, mostMoves: 100 },
    ...changes,
  };
}

const good = (changes: Partial<Plan> = {}): Plan => plan(1, [up], { fencingToken: 5, ...changes });

function verdictOf(bytes: Uint8Array, changes: Partial<GuardView> = {}): string {
  const judgement = judge(bytes, view(changes));
  return judgement.verdict === 'refused' ? judgement.refusal.reason : judgement.verdict;
}

const TABLE: readonly { reason: string; bytes: () => Uint8Array; view?: Partial<GuardView> }[] = [
  { reason: 'accepted', bytes: () => signed(good()) },
  { reason: 'repeated', bytes: () => signed(good({ expiresUnixMs: 1 })), view: { seen: () => true } },
  { reason: 'too-large', bytes: () => new Uint8Array(4097) },
  { reason: 'malformed', bytes: () => Uint8Array.of(255, 255, 255) },
  { reason: 'forged', bytes: () => signed(good(), STRANGER) },
  { reason: 'forged', bytes: () => new Uint8Array(0) },
  { reason: 'forged', bytes: tampered },
  { reason: 'forged', bytes: signedAsControl },
  { reason: 'malformed', bytes: () => signed({ ...good(), envelope: null }) },
  { reason: 'malformed', bytes: () => signed(good({ planId: '' })) },
  { reason: 'schema-version', bytes: () => signed(good({ envelope: { ...envelope, schemaVersion: 2 } })) },
  { reason: 'other-host', bytes: () => signed(good({ envelope: { ...envelope, hostId: 'host-b' } })) },
  { reason: 'other-boot', bytes: () => signed(good({ envelope: { ...envelope, bootId: 'before' } })) },
  { reason: 'expired', bytes: () => signed(good({ expiresUnixMs: NOW })) },
  { reason: 'page-size', bytes: () => signed(good({ pageSize: 65_536 })) },
  { reason: 'stale-fencing-token', bytes: () => signed(good({ fencingToken: 4 })) },
  { reason: 'withdrawn', bytes: () => signed(good({ planId: 'bad' })) },
  { reason: 'withdrawn', bytes: () => signed(good({ policyName: 'p', policyRevision: 3 })) },
  { reason: 'accepted', bytes: () => signed(good({ policyName: 'p', policyRevision: 4 })) },
  {
    reason: 'too-many-pages',
    bytes: () => signed(good({ spaces: [moves({ target, from: 1, to: 0, ranges: [[1, 1001]] })] })),
  },
  {
    reason: 'unknown-node',
    bytes: () => signed(good({ spaces: [moves({ target, from: 9, to: 0, ranges: [[1, 1]] })] })),
  },
  { reason: 'wrong-direction', bytes: () => signed(good({ spaces: [{ ...up, direction: 'DIRECTION_DEMOTION' }] })) },
  { reason: 'malformed', bytes: () => signed(good({ spaces: [{ ...up, direction: 'DIRECTION_UNSPECIFIED' }] })) },
  { reason: 'malformed', bytes: () => signed(good({ spaces: [{ ...up, space: null }] })) },
  {
    reason: 'malformed',
    bytes: () =>
      signed(
        good({
          spaces: [{ ...up, ranges: { count: 4_000_000_000, gaps: Uint8Array.of(1), lengths: Uint8Array.of(1) } }],
        }),
      ),
  },
  {
    reason: 'overlapping-runs',
    bytes: () => signed(good({ spaces: [up, moves({ target, from: 1, to: 0, ranges: [[109, 1]] })] })),
  },
  {
    reason: 'overlapping-runs',
    bytes: () => signed(good({ spaces: [up, moves({ target, from: 0, to: 1, ranges: [[50, 51]] })] })),
  },
  {
    reason: 'accepted',
    bytes: () => signed(good({ spaces: [up, moves({ target, from: 0, to: 1, ranges: [[110, 1]] })] })),
  },
  {
    reason: 'too-many-moves',
    bytes: () => signed(good({ spaces: [moves({ target, from: 1, to: 0, ranges: every(101) })] })),
  },
  {
    reason: 'too-many-moves',
    bytes: () => signed(good({ spaces: [moves({ target, from: 1, to: 0, ranges: every(1_000_000) })] })),
    view: { bounds: { mostBytes: 2 ** 23, mostPages: 2 ** 24, mostMoves: 500_000 } },
  },
  { reason: 'malformed', bytes: () => signed(good()).subarray(0, 60) },
  { reason: 'single-tier', bytes: () => signed(good()), view: { topology: machineOf().host.topology([[0, 1]]) } },
];

/** So many moves of a page each. */
function every(count: number): [number, number][] {
  return Array.from({ length: count }, (_, i) => [2 * i + 1, 1]);
}

/** One bit of the plan is another than what was signed. */
function tampered(): Uint8Array {
  const bytes = planCodec.encode(good());
  const signature = signBytes('plan', bytes, SIGNER);
  const changed = Uint8Array.from(bytes);
  changed[changed.length - 1] = (changed[changed.length - 1] as number) ^ 1;
  return signedPlanCodec.encode({ plan: changed, keyId: SIGNER.keyId, signature });
}

/** A signature that is good for a control is none for a plan. */
function signedAsControl(): Uint8Array {
  const bytes = planCodec.encode(good());
  return signedPlanCodec.encode({ plan: bytes, keyId: SIGNER.keyId, signature: signBytes('control', bytes, SIGNER) });
}

for (const [row, { reason, bytes, view: changes }] of TABLE.entries()) {
  test(`a plan is judged: ${reason} (row ${row})`, () => {
    assert.equal(verdictOf(bytes(), changes), reason);
  });
}

test('nothing of a forged plan is told on', () => {
  const judgement = judge(signed(good(), STRANGER), view());
  assert.equal(judgement.verdict === 'refused' && judgement.refusal.head, undefined);
});
