import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pageOf } from '../../../services/rpc/listPage.js';

const idOf = (item: string): string => item;
const page = (items: readonly string[], pageSize: number, pageToken = '') =>
  pageOf(items, idOf, { pageSize, pageToken });
const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `i${i}`);

/** All pages of a list, one after the other. `between` may put items before the ones there are. */
function readAll(items: readonly string[], pageSize: number, between = (now: readonly string[]) => now): string[] {
  const seen: string[] = [];
  let token = '';
  let now = items;
  do {
    const { items: got, nextPageToken } = page(now, pageSize, token);
    seen.push(...got);
    token = nextPageToken;
    now = between(now);
  } while (token !== '');
  return seen;
}

test('the pages of a list are the list, whatever their size and whatever is added before them', () => {
  fc.assert(
    fc.property(fc.nat(50), fc.integer({ min: 1, max: 20 }), (count, size) => {
      let added = 0;
      const items = numbered(count);
      assert.deepEqual(readAll(items, size), items);
      assert.deepEqual(
        readAll(items, size, (now) => [`new${added++}`, ...now]),
        items,
      );
    }),
  );
});

test('a page has 100 items when no size is asked for, and 1000 at most', () => {
  const items = numbered(1500);
  assert.equal(page(items, 0).items.length, 100);
  assert.equal(page(items, 5000).items.length, 1000);
});

test('the last page has no token, also when it is full, and so has an empty list', () => {
  assert.deepEqual(page(numbered(4), 4), { items: numbered(4), nextPageToken: '' });
  assert.deepEqual(page(numbered(4), 2, 'i1'), { items: ['i2', 'i3'], nextPageToken: '' });
  assert.deepEqual(page([], 10), { items: [], nextPageToken: '' });
});

test('a token whose item is gone is refused: what comes after it is not known', () => {
  assert.throws(() => page(numbered(4), 2, 'gone'), {
    code: 'RPC_INVALID',
    message: 'page_token: the list has changed since; begin again with an empty token',
  });
});
