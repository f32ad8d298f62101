import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootstrapPolicy } from '../../../services/brain/bootstrapPolicy.js';
import { PolicyStore } from '../../../services/brain/policyStore.js';
import type { Bucket, Change } from '../../../services/bus/keyValue.js';
import { codec } from '../../../services/contract/schema.js';
import type { PolicySpec } from '../../../services/core/policySpec.js';
import { policyMessage } from '../../../services/policy/message.js';
import { readPolicy } from '../../../services/policy/reading.js';
import { ThermoclineError } from '../../../services/runtime/errors.js';
import type { Logger } from '../../../services/runtime/logger.js';

/** A bucket that brains share; each hears of changes when the test says so. */
class SharedBucket {
  readonly entries = new Map<string, { key: string; value: Uint8Array; revision: number }>();
  private readonly waiting: (() => void)[] = [];
  private readonly watchers: ((change: Change) => void)[] = [];
  private revision = 0;

  /** Everyone hears of what has been written. */
  tell(): void {
    for (const each of this.waiting.splice(0)) each();
  }

  put(key: string, value: Uint8Array | undefined): number {
    const revision = ++this.revision;
    if (value) this.entries.set(key, { key, value, revision });
    else this.entries.delete(key);
    this.waiting.push(() => {
      for (const watcher of this.watchers) watcher({ key, value, revision });
    });
    return revision;
  }

  bucket(): Bucket {
    const conflict = (key: string) => new ThermoclineError('CONFLICT', `${key} was changed meanwhile`);
    const unused = async (): Promise<never> => assert.fail('not used for policies');
    return {
      get: async (key) => this.entries.get(key),
      create: async (key, value) => {
        if (this.entries.has(key)) throw conflict(key);
        return this.put(key, value);
      },
      update: async (key, value, revision) => {
        if (this.entries.get(key)?.revision !== revision) throw conflict(key);
        return this.put(key, value);
      },
      watch: async (onChange) => {
        for (const entry of [...this.entries.values()].sort((a, b) => a.revision - b.revision)) onChange(entry);
        this.watchers.push(onChange);
        return { complete: Promise.resolve(), stop: () => undefined };
      },
      put: unused,
      delete: unused,
      history: unused,
      keys: unused,
    };
  }
}

/** A logger that keeps what went wrong. */
function listening(): Logger & { readonly said: string[] } {
  const said: string[] = [];
  const keep = (_fields: object, text: string): void => void said.push(text);
  return { said, debug: () => undefined, info: () => undefined, warn: keep, error: keep };
}

const open = (shared: SharedBucket, logger = listening()) => PolicyStore.open(shared.bucket(), () => 7, logger);
const configured = (hotRate: number): PolicySpec =>
  bootstrapPolicy({
    policy: {
      name: 'default',
      coldAge: 480_000,
      hotRate,
      headroom: 0.05,
      residence: 1000,
      dataMaxAge: 60_000,
      heatHalfLife: 30_000,
      bytesPerSecondPerHost: 1,
    },
  });
const active = (store: PolicyStore): string => `${store.current().name}@${store.current().revision}`;

function application(text: string) {
  const { spec, problems } = readPolicy(text);
  assert.ok(spec, JSON.stringify(problems));
  return { spec, source: text, author: 'ann' };
}

test('the policy of a configuration gets a revision when it changes, and holds until anyone applies one', async () => {
  const shared = new SharedBucket();
  for (const [hotRate, expected] of [
    [0.3, 'default@1'],
    [0.3, 'default@1'],
    [0.4, 'default@2'],
  ] as const) {
    const store = await open(shared);
    await store.begin(configured(hotRate), 'brain-1');
    assert.equal(active(store), expected);
  }
  const store = await open(shared);
  await store.apply(application('name: fleet\n'));
  const again = await open(shared);
  await again.begin(configured(0.5), 'brain-1');
  assert.equal(active(again), 'fleet@1');
  assert.deepEqual(again.revisions.names(), ['default', 'fleet']);
});

test('the policy of a configuration that is not sound is refused with every problem', async () => {
  const store = await open(new SharedBucket());
  await assert.rejects(
    store.begin({ ...configured(0.3), hotRate: 0, name: 'a.b', heatHalfLifeSeconds: 0 } as PolicySpec, 'b'),
    {
      code: 'CONFIG_INVALID',
      message: /policy\.name: got "a\.b".*\n.*policy\.heatHalfLifeSeconds: got 0; expected at least 1 seconds$/,
    },
  );
});

test('a brain switches when it hears of an apply of another one, once', async () => {
  const shared = new SharedBucket();
  const [here, there] = [await open(shared), await open(shared)];
  await here.begin(configured(0.3), 'brain-1');
  shared.tell();
  const switched: string[] = [];
  there.onSwitch(({ name, revision }) => switched.push(`${name}@${revision}`));
  await here.apply(application('name: fleet\n'));
  assert.equal(active(there), 'default@1');
  shared.tell();
  shared.tell();
  assert.deepEqual(switched, ['fleet@1']);
  assert.equal(active(there), 'fleet@1');
});

test('a brain that has not heard yet applies after the other: nothing is lost, and the later one is active', async () => {
  const shared = new SharedBucket();
  const [here, there] = [await open(shared), await open(shared)];
  await here.begin(configured(0.3), 'brain-1');
  shared.tell();
  await here.apply(application('name: fleet\n'));
  const { made } = await there.apply(application('name: fleet\napproval: true\n'));
  assert.equal(made.spec.revision, 2);
  shared.tell();
  assert.deepEqual([active(here), active(there)], ['fleet@2', 'fleet@2']);
  await assert.rejects(there.apply({ ...application('name: fleet\nheatHalfLife: 1m\n'), expectedRevision: 1 }), {
    code: 'CONFLICT',
    message: /policy fleet is at revision 2, not at 1/,
  });
  await assert.rejects(there.apply({ ...application('name: other\n'), expectedRevision: 3 }), {
    message: /there is no policy other yet, not at 3/,
  });
});

test('what an apply left half done, the next one finishes', async () => {
  const shared = new SharedBucket();
  const store = await open(shared);
  await store.begin(configured(0.3), 'brain-1');
  // The brain died after the revision was written, before it was made active.
  const { spec, source, author } = application('name: fleet\n');
  shared.put(
    'fleet.1',
    codec('Policy').encode(policyMessage({ ...spec, revision: 1 }, { createdUnixMs: 1, author, source })),
  );
  const next = await open(shared);
  assert.equal(active(next), 'default@1');
  const { created } = await next.apply({ spec, source, author });
  assert.deepEqual([created, active(next)], [false, 'fleet@1']);
});

test('what cannot be gone by is told and passed over; at the start it is an error', async () => {
  const shared = new SharedBucket();
  const logger = listening();
  const store = await open(shared, logger);
  await store.begin(configured(0.3), 'brain-1');
  await store.apply(application('name: fleet\n'));
  shared.tell();
  const { spec } = application('name: fleet\n');
  const unsound = { ...spec, revision: 2, heatHalfLifeSeconds: -1 };
  shared.put('fleet.2', codec('Policy').encode(policyMessage(unsound, { createdUnixMs: 1, author: '', source: '' })));
  shared.put('fleet.3', Uint8Array.of(255));
  shared.put('active', codec('ActivePolicy').encode({ name: 'fleet', revision: 2 }));
  shared.tell();
  assert.equal(active(store), 'fleet@1');
  assert.deepEqual(logger.said, [
    'an entry of bucket policies is passed over',
    'the active policy cannot be gone by; the one before holds on',
  ]);
  const restarted = await open(shared);
  await assert.rejects(restarted.begin(configured(0.3), 'brain-1'), { code: 'POLICY_INVALID' });
  shared.put('active', undefined);
  shared.tell();
  assert.equal(active(store), 'fleet@1');
});
