import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type LeaseBucket, Leases } from '../../../services/brain/leases.js';
import { JSON_CODEC, MemoryBucket } from './memoryBucket.js';

const DURATION_MS = 4000;

/** Brains that share a bucket and a clock. */
function fleet(bucket: LeaseBucket = new MemoryBucket()) {
  const clock = { unixMs: 1_000_000 };
  return {
    clock,
    brain: (id: string) => new Leases(bucket, JSON_CODEC, id, DURATION_MS, () => clock.unixMs),
  };
}

test('the first to ask holds; the other one does not, and both stay so while it renews', async () => {
  const { clock, brain } = fleet();
  const [a, b] = [brain('a'), brain('b')];
  const token = await a.hold('07');
  assert.notEqual(token, undefined);
  for (let i = 0; i < 20; i++) {
    clock.unixMs += a.renewEveryMs;
    assert.deepEqual(await a.renew(), []);
    assert.equal(await a.hold('07'), token, 'the token stays as long as the hold');
    assert.equal(await b.hold('07'), undefined);
  }
  assert.notEqual(await b.hold('08'), undefined, 'partitions are held one by one');
});

test('a lease that is not renewed runs out, and the next holder’s token is higher', async () => {
  const { clock, brain } = fleet();
  const [a, b] = [brain('a'), brain('b')];
  const first = (await a.hold('07')) ?? 0;
  clock.unixMs += DURATION_MS - 1;
  assert.equal(await b.hold('07'), undefined);
  clock.unixMs += 1;
  const second = (await b.hold('07')) ?? 0;
  assert.ok(second > first, `${second} after ${first}`);
  assert.equal(await a.hold('07'), undefined);
  assert.deepEqual(await a.renew(), []);
});

test('what is lost to another brain is told once, at the renewal', async () => {
  const { clock, brain } = fleet();
  const [a, b] = [brain('a'), brain('b')];
  await a.hold('07');
  clock.unixMs += DURATION_MS;
  await b.hold('07');
  assert.deepEqual(await a.renew(), ['07']);
  assert.deepEqual(await a.renew(), []);
});

test('a brain that stops gives back at once', async () => {
  const { brain } = fleet();
  const [a, b] = [brain('a'), brain('b')];
  const first = (await a.hold('07')) ?? 0;
  await a.release();
  assert.ok(((await b.hold('07')) ?? 0) > first);
});

test('a brain that comes back under its name need not wait, and gets a new token', async () => {
  const { brain } = fleet();
  const first = (await brain('a').hold('07')) ?? 0;
  assert.ok(((await brain('a').hold('07')) ?? 0) > first);
});

test('while NATS is away the hold lasts as long as the lease and no longer', async () => {
  const bucket = new MemoryBucket();
  const { clock, brain } = fleet(bucket);
  const a = brain('a');
  const token = await a.hold('07');
  bucket.away = true;
  clock.unixMs += a.renewEveryMs;
  assert.deepEqual(await a.renew(), []);
  assert.equal(await a.hold('07'), token);
  clock.unixMs += DURATION_MS;
  assert.deepEqual(await a.renew(), ['07']);
  bucket.away = false;
  assert.notEqual(await a.hold('07'), token);
});

test('two who ask the same brain at once get the same token', async () => {
  const { brain } = fleet(new SlowBucket(fairly));
  const a = brain('a');
  const tokens = await Promise.all([a.hold('07'), a.hold('07'), a.hold('07')]);
  assert.equal(new Set(tokens).size, 1, String(tokens));
});

/** Every call takes its time, going and coming: between the two the server has acted and the caller does not know. */
class SlowBucket implements LeaseBucket {
  private readonly fast = new MemoryBucket();
  constructor(private readonly wait: (what: string) => Promise<void>) {}

  get = (key: string) => this.late('get', () => this.fast.get(key));
  create = (key: string, value: Uint8Array) => this.late('create', () => this.fast.create(key, value));
  update = (key: string, value: Uint8Array, revision: number) =>
    this.late('update', () => this.fast.update(key, value, revision));

  private async late<T>(what: string, act: () => Promise<T>): Promise<T> {
    await this.wait(what);
    const acted = act();
    await Promise.all([acted.catch(() => undefined), this.wait(`${what} answered`)]);
    return acted;
  }
}

function fairly(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test('however brains and answers interleave, one holds at a time, and tokens rise with each change of hands', async () => {
  const step = fc.record({
    brain: fc.constantFrom(0, 1),
    act: fc.constantFrom('hold' as const, 'hold' as const, 'renew' as const, 'release' as const),
    passMs: fc.constantFrom(0, 0, 1000, DURATION_MS),
  });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(step, { minLength: 1, maxLength: 12 }), async (s, steps) => {
      const { clock, brain } = fleet(new SlowBucket((what) => s.schedule(Promise.resolve(), what)));
      const brains = [brain('a'), brain('b')];
      /** In order of their end: who was told to hold, and under which token. */
      const grants: { brain: number; token: number }[] = [];
      const steady = async (each: (typeof steps)[number]): Promise<void> => {
        clock.unixMs += each.passMs;
        const leases = brains[each.brain];
        if (each.act !== 'hold') return void (await leases?.[each.act]());
        const token = await leases?.hold('07');
        if (token !== undefined) grants.push({ brain: each.brain, token });
      };
      const running: Promise<void>[] = [];
      for (const each of steps) {
        running.push(steady(each));
        if (each.passMs > 0) await s.waitFor(Promise.all(running));
      }
      await s.waitFor(Promise.all(running));
      const holding = await s.waitFor(Promise.all(brains.map((leases) => leases.hold('07'))));
      assert.equal(holding.filter((token) => token !== undefined).length, 1, `two hold: ${holding}`);
      const holderOf = new Map<number, number>();
      for (const { brain: holder, token } of grants) {
        assert.equal(holderOf.get(token) ?? holder, holder, `token ${token} has two holders`);
        holderOf.set(token, holder);
      }
      for (const holder of [0, 1]) {
        const own = grants.filter((grant) => grant.brain === holder).map(({ token }) => token);
        assert.deepEqual(
          own,
          own.toSorted((x, y) => x - y),
          `tokens of brain ${holder} fall: ${own}`,
        );
      }
    }),
    { numRuns: 300 },
  );
});

test('a lease that cannot be read counts as long as one lasts, is told once, and is taken over then', async () => {
  const bucket = new MemoryBucket();
  await bucket.create('07', Buffer.from('no lease'));
  const clock = { unixMs: 1_000_000 };
  const told: string[] = [];
  const leases = new Leases(
    bucket,
    JSON_CODEC,
    'a',
    DURATION_MS,
    () => clock.unixMs,
    (partition) => told.push(partition),
  );
  assert.equal(await leases.hold('07'), undefined, 'it may be a living brain’s');
  clock.unixMs += DURATION_MS - 1;
  assert.equal(await leases.hold('07'), undefined);
  clock.unixMs += 1;
  assert.notEqual(await leases.hold('07'), undefined);
  assert.deepEqual(told, ['07']);
});
