import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Census } from '../../../services/brain/census.js';
import { fairShare } from '../../../services/brain/fairShare.js';
import { Leases } from '../../../services/brain/leases.js';
import { EVERY_PARTITION, Partitions } from '../../../services/brain/partitions.js';
import type { Held } from '../../../services/brain/tenure.js';
import { codec } from '../../../services/contract/schema.js';
import { MemoryBucket } from './memoryBucket.js';

const LEASE_MS = 6000;
const TURN_MS = LEASE_MS / 4;
const leaseCodec = codec('Lease');

test('fair shares are even, and add up to all', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 100 }), fc.nat(100), (ids, total) => {
      const shares = ids.map((id) => fairShare(ids, id, total));
      assert.equal(
        shares.reduce((sum, share) => sum + share, 0),
        total,
      );
      assert.ok(Math.max(...shares) - Math.min(...shares) <= 1);
    }),
  );
  assert.equal(fairShare(['a'], 'b', 64), 0);
});

/** A bucket whose writes all who follow it hear of. */
class FollowedBucket extends MemoryBucket {
  private readonly followers: Census[] = [];

  follow(census: Census): void {
    this.followers.push(census);
  }

  async put(key: string, value: Uint8Array): Promise<number> {
    const known = await this.get(key);
    return known ? await this.update(key, value, known.revision) : await this.create(key, value);
  }

  override async create(key: string, value: Uint8Array): Promise<number> {
    const revision = await super.create(key, value);
    for (const each of this.followers) each.take(key, value);
    return revision;
  }

  override async update(key: string, value: Uint8Array, revision: number): Promise<number> {
    const updated = await super.update(key, value, revision);
    for (const each of this.followers) each.take(key, value);
    return updated;
  }
}

function fleet() {
  const bucket = new FollowedBucket();
  const clock = { unixMs: 1_000_000 };
  const quiet = () => undefined;
  const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const brain = (id: string) => {
    const leases = new Leases(bucket, leaseCodec, id, LEASE_MS, () => clock.unixMs);
    const census = new Census(bucket, leaseCodec, id, LEASE_MS, () => clock.unixMs);
    bucket.follow(census);
    const followed = new Set<string>();
    const mine = { held: [] as readonly Held[] };
    const partitions = new Partitions(leases, census, id, {
      open: async (names) => {
        for (const each of names) followed.add(each);
      },
      close: async (names) => {
        for (const each of names) followed.delete(each);
      },
      hold: (held) => {
        mine.held = held;
      },
      onReady: quiet,
      logger,
    });
    return { id, partitions, followed, mine };
  };
  /** So many turns of all of them. */
  const turns = async (brains: readonly ReturnType<typeof brain>[], count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      clock.unixMs += TURN_MS;
      for (const { partitions } of brains) {
        await partitions.turn();
        await partitions.settled();
      }
    }
  };
  return { brain, turns };
}

const names = ({ mine }: { mine: { held: readonly Held[] } }): string[] => mine.held.map(({ partition }) => partition);

test('brains that come and go always share all partitions out, evenly, and no one is held twice', async () => {
  const brainSets = fc.array(fc.subarray(['a', 'b', 'c', 'd'], { minLength: 1 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(brainSets, async (sets) => {
      const { brain, turns } = fleet();
      const known = new Map(['a', 'b', 'c', 'd'].map((id) => [id, brain(id)]));
      for (const ids of sets) {
        const here = ids.map((id) => known.get(id) ?? assert.fail());
        // Those that are not here any more were killed: they say nothing, and their leases run out.
        await turns(here, 8);
        const held = here.flatMap(names).sort();
        assert.deepEqual(held, EVERY_PARTITION, `${ids}`);
        const counts = here.map((each) => names(each).length);
        assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, `${counts}`);
        for (const each of here) assert.deepEqual([...each.followed].sort(), names(each).sort());
      }
    }),
    { numRuns: 30 },
  );
});

test('a lost brain’s partitions are taken over as soon as its leases have run out', async () => {
  const { brain, turns } = fleet();
  const [a, b] = [brain('a'), brain('b')];
  await turns([a, b], 4);
  assert.equal(names(b).length, 32);
  await turns([b], LEASE_MS / TURN_MS + 1);
  assert.equal(names(b).length, 64);
});
