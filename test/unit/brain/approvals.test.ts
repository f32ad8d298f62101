import assert from 'node:assert/strict';
import test from 'node:test';
import { Approvals } from '../../../services/brain/approvals.js';
import type { OutgoingPlan } from '../../../services/brain/messages.js';
import type { Bucket, Change } from '../../../services/bus/keyValue.js';
import { codec } from '../../../services/contract/schema.js';
import {
  generateSigningKey,
  signingKeyFrom,
  trustedKeysFrom,
  whyNotSigned,
} from '../../../services/contract/signature.js';
import type { Caller } from '../../../services/rpc/caller.js';
import { EXPIRES_UNIX_MS, plan } from './storedPlans.js';

const keys = generateSigningKey();
const key = signingKeyFrom(keys.privatePem);
const signed = codec('SignedPlan');
const plans = codec('Plan');
const ID = '07-abcd-1';
const alice: Caller = { identity: 'alice', alternativeNames: [], address: '10.0.0.1:4' };
const bob: Caller = { ...alice, identity: 'bob' };

/** A bucket in memory that compares, sets and tells, for as many brains as share it. */
class SharedBucket implements Pick<Bucket, 'get' | 'create' | 'update' | 'watch'> {
  readonly entries = new Map<string, { key: string; value: Uint8Array; revision: number }>();
  private readonly watchers = new Set<(change: Change) => void>();
  private revision = 0;
  /** Called before each write is compared. */
  beforeUpdate: () => void = () => undefined;

  async get(name: string) {
    return this.entries.get(name);
  }

  async create(name: string, value: Uint8Array): Promise<number> {
    return this.write(name, value);
  }

  async update(name: string, value: Uint8Array, revision: number): Promise<number> {
    this.beforeUpdate();
    if (this.entries.get(name)?.revision !== revision) throw new Error('CONFLICT');
    return this.write(name, value);
  }

  async watch(onChange: (change: Change) => void) {
    this.watchers.add(onChange);
    for (const entry of this.entries.values()) onChange(entry);
    return { complete: Promise.resolve(), stop: () => this.watchers.delete(onChange) };
  }

  private write(name: string, value: Uint8Array): number {
    const entry = { key: name, value, revision: ++this.revision };
    this.entries.set(name, entry);
    for (const watcher of this.watchers) watcher(entry);
    return entry.revision;
  }
}

interface Brain {
  readonly approvals: Approvals;
  readonly sent: OutgoingPlan[];
  readonly restored: string[];
  readonly audit: object[];
}

async function brain(bucket: SharedBucket, token: number | undefined, nowUnixMs = 2000): Promise<Brain> {
  const sent: OutgoingPlan[] = [];
  const restored: string[] = [];
  const audit: object[] = [];
  const quiet = () => undefined;
  const info = (fields: object): void => void ('audit' in fields && audit.push(fields));
  const approvals = new Approvals(bucket, {
    key,
    unixMs: () => nowUnixMs,
    logger: { debug: quiet, info, warn: quiet, error: quiet },
    tokenOf: () => token,
    send: (outgoing) => sent.push(outgoing),
    lost: quiet,
    decided: quiet,
    restored: (planId, _plan, { state }) => restored.push(`${planId} ${state}`),
  });
  await approvals.start();
  return { approvals, sent, restored, audit };
}

function offered(): OutgoingPlan {
  const body = plans.encode(plan(ID, { fencingToken: 7, moveCount: 2, pageCount: 8 }));
  const bytes = signed.encode({ plan: body, keyId: key.keyId, signature: new Uint8Array(64) });
  return { hostId: 'h', planId: ID, bytes, messageId: `h-${ID}`, moves: 2, pages: 8 };
}

test('what is approved goes out as it was offered, signed, under the token of that moment, and is audited', async () => {
  const one = await brain(new SharedBucket(), 9);
  await one.approvals.offer(offered());
  assert.equal(one.sent.length, 0);
  await one.approvals.decide('approve', ID, 'fine', alice);
  assert.equal(one.sent.length, 1);
  const { plan: bytes, keyId, signature } = signed.decode(one.sent[0]?.bytes ?? new Uint8Array());
  assert.equal(whyNotSigned('plan', { bytes, keyId, signature }, trustedKeysFrom([keys.publicPem])), undefined);
  const before = plan(ID, { fencingToken: 7, moveCount: 2, pageCount: 8 });
  assert.deepEqual(plans.decode(bytes), { ...before, fencingToken: '9' });
  assert.deepEqual(one.audit, [
    { audit: 'plan approve', host: 'h', plan: ID, by: 'alice', address: '10.0.0.1:4', reason: 'fine' },
  ]);
});

test('nobody decides twice, and of two at once one', async () => {
  const bucket = new SharedBucket();
  const one = await brain(bucket, 9);
  const two = await brain(bucket, 9);
  await one.approvals.offer(offered());
  const both = await Promise.allSettled([
    one.approvals.decide('approve', ID, '', alice),
    two.approvals.decide('reject', ID, '', bob),
  ]);
  assert.deepEqual(
    both.map(({ status }) => status),
    ['fulfilled', 'rejected'],
  );
  assert.deepEqual([one.sent.length, two.sent.length], [1, 0]);
  await assert.rejects(two.approvals.decide('reject', ID, '', bob), {
    code: 'PLAN_NOT_PENDING',
    message: `plan "${ID}": it was approved by alice`,
  });
});

test('what cannot be approved of is refused by name, and nothing is sent', async () => {
  const bucket = new SharedBucket();
  const one = await brain(bucket, 9);
  await one.approvals.offer(offered());
  const late = await brain(bucket, 9, EXPIRES_UNIX_MS);
  const elsewhere = await brain(bucket, undefined);
  const unproven = { ...alice, identity: 'unauthenticated' };
  for (const [of, id, caller, code] of [
    [one, ID, unproven, 'CALLER_UNPROVEN'],
    [one, '07-abcd-2', alice, 'PLAN_NOT_PENDING'],
    [one, 'no key > of a bucket', alice, 'PLAN_NOT_PENDING'],
    [late, ID, alice, 'PLAN_NOT_PENDING'],
    [elsewhere, ID, alice, 'PLAN_NOT_PENDING'],
  ] as const) {
    await assert.rejects(of.approvals.decide('approve', id, '', caller), { code });
    assert.deepEqual(of.sent, []);
  }
  await one.approvals.withdraw(ID, 'the host booted anew');
  await assert.rejects(one.approvals.decide('approve', ID, '', alice), { message: /it was withdrawn$/ });
});

test('who takes a partition over hears of its plans, and sends again what was approved and is not over', async () => {
  const bucket = new SharedBucket();
  const one = await brain(bucket, 9);
  await one.approvals.offer(offered());
  const two = await brain(bucket, 11);
  await two.approvals.restore(['07']);
  assert.deepEqual([two.restored, two.sent.length], [[`${ID} APPROVAL_STATE_PENDING`], 0]);
  await one.approvals.decide('approve', ID, '', alice);
  const three = await brain(bucket, 12);
  await three.approvals.restore(['08']);
  assert.deepEqual(three.restored, []);
  await three.approvals.restore(['07']);
  assert.deepEqual([three.restored, three.sent.length], [[`${ID} APPROVAL_STATE_APPROVED`], 1]);
  const over = await brain(bucket, 13, EXPIRES_UNIX_MS);
  await over.approvals.restore(['07']);
  assert.equal(over.sent.length, 0);
});
