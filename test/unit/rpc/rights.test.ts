import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Caller } from '../../../services/rpc/caller.js';
import { guarded } from '../../../services/rpc/rights.js';

const ops: Caller = {
  identity: 'ops',
  alternativeNames: ['DNS:ops.example', 'URI:spiffe://example/ops'],
  address: '10.0.0.1:4',
};
const bob: Caller = { ...ops, identity: 'bob', alternativeNames: [] };
const nobody: Caller = { ...bob, identity: 'unauthenticated' };

const service = {
  start: async (request: { readonly id: string }, caller: Caller) => ({ id: request.id, by: caller.identity }),
  get: async (request: { readonly id: string }) => ({ id: request.id }),
};

const held = (allowed: readonly string[] | undefined) => guarded(service, ['start'], allowed, 'start rollouts');

test('without a list everybody may', async () => {
  assert.deepEqual(await held(undefined).start({ id: 'a' }, nobody), { id: 'a', by: 'unauthenticated' });
});

test('those of the list may, by any name that their certificate has', async () => {
  for (const name of ['ops', 'ops.example', 'spiffe://example/ops']) {
    assert.deepEqual(await held([name]).start({ id: 'a' }, ops), { id: 'a', by: 'ops' });
  }
});

test('others are denied, and who proves nothing is asked to; what is not guarded is for all', async () => {
  await assert.rejects(held(['ops']).start({ id: 'a' }, bob), {
    code: 'RPC_DENIED',
    message: "bob may not start rollouts; the brain's configuration (rights) says who may",
  });
  await assert.rejects(held([]).start({ id: 'a' }, ops), { code: 'RPC_DENIED' });
  // Nobody is called by the name of those who have none.
  await assert.rejects(held(['unauthenticated']).start({ id: 'a' }, nobody), { code: 'CALLER_UNPROVEN' });
  assert.deepEqual(await held(['ops']).get({ id: 'a' }), { id: 'a' });
});
