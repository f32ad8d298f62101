import assert from 'node:assert/strict';
import test from 'node:test';
import type { Taken } from '../../../services/brain/messages.js';
import type { SpaceKey } from '../../../services/contract/gen/thermocline/v1/SpaceKey.js';
import { decodeRanges } from '../../../services/contract/ranges.js';
import { codec } from '../../../services/contract/schema.js';
import { NOW, testShard, windowOf } from './shardKit.js';

const HOST = 'h';
const batches = codec('AccessBatch');
const plans = codec('Plan');
const signed = codec('SignedPlan');

/** The same batch, its one space another. */
function within({ subject, bytes }: Taken, space: SpaceKey): Taken {
  const batch = batches.decode(bytes);
  const [only] = batch.spaces;
  assert.ok(only && batch.spaces.length === 1);
  return { subject, bytes: batches.encode({ ...batch, spaces: [{ ...only, space }] }) };
}

const SPACES: Readonly<Record<string, SpaceKey>> = {
  'a file by path': { file: { device: '2049', inode: '77', path: '/var/cache/big' } },
  'a file by a link of /proc': { file: { device: '2049', inode: '77', procLink: '/proc/7/fd/3' } },
  'a file by handle': { file: { device: '2049', inode: '77', handle: Buffer.of(1, 2, 3) } },
  'the page frames of a node': { physical: { node: 1 } },
};

for (const [name, space] of Object.entries(SPACES)) {
  test(`${name} keeps its heat, and its moves are planned for the very space that was told of`, () => {
    const { shard, clock, published } = testShard([HOST]);
    for (let window = 1; window <= 2; window++) {
      clock.unixMs = NOW + window * 10_000;
      const times = { startUnixMs: clock.unixMs - 10_000, endUnixMs: clock.unixMs };
      shard.take('access', within(windowOf(HOST, { sequence: window, ...times }), space));
    }
    const groups = published.flatMap(({ bytes }) => plans.decode(signed.decode(bytes).plan).spaces);
    const moves = (direction: string) =>
      groups
        .filter((group) => group.direction === direction)
        .map((group) => {
          const { startPage, pages } = decodeRanges(group.ranges);
          return [group.fromNode, group.toNode, [...startPage], [...pages]];
        });
    assert.deepEqual(moves('DIRECTION_PROMOTION'), [[1, 0, [1000], [100]]]);
    assert.deepEqual(moves('DIRECTION_DEMOTION'), [[0, 1, [5000], [300]]]);
    for (const group of groups) {
      const [kind] = Object.keys(space) as ['file' | 'physical'];
      assert.equal(group.space?.key, kind);
      for (const [field, value] of Object.entries(space[kind] ?? {})) {
        const told: unknown = Reflect.get(group.space?.[kind] ?? {}, field);
        assert.deepEqual(told instanceof Uint8Array ? [...told] : told, value instanceof Buffer ? [...value] : value);
      }
    }
  });
}
