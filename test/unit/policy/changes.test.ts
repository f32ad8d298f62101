import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicySpec } from '../../../services/core/policySpec.js';
import { policyChanges } from '../../../services/policy/changes.js';
import { readPolicy } from '../../../services/policy/reading.js';

function spec(text: string): PolicySpec {
  const { spec: read, problems } = readPolicy(text);
  assert.ok(read, JSON.stringify(problems));
  return read;
}

test('what differs is told by class and field, in the words of the language', () => {
  const before = spec(`
name: p
classes:
  - { name: db, match: { commands: [db] }, coldAge: 8m, fastFloor: 1GiB }
  - { name: batch, match: { cgroups: [/batch/*] } }
  - { name: rest }
tiers: [{ rank: 0, headroom: 5% }]
`);
  const after = spec(`
name: p
classes:
  - { name: batch, match: { cgroups: [/batch/*, /cron/*] } }
  - { name: db, match: { commands: [db] }, coldAge: 480s, hotWindows: 3 of 5 }
  - { name: rest, latency: sensitive, coldAge: 2m }
tiers: [{ rank: 0, headroom: 0.05, low: 2% }]
budgets: { perLabel: { rack: 1GiB } }
`);
  const changes = policyChanges(before, after).map(({ field, before: was, after: is }) => `${field}: ${was} -> ${is}`);
  assert.deepEqual(changes, [
    'classes (order): db, batch, rest -> batch, db, rest',
    'classes.batch.match.cgroups: [ /batch/* ] -> [ /batch/*, /cron/* ]',
    'classes.db.hotWindows: undefined -> 3 of 5',
    'classes.db.hotRate: 0.3 -> undefined',
    'classes.db.fastFloor: 1GiB -> undefined',
    'classes.rest.latency: tolerant -> sensitive',
    'tiers.rank 0.low: undefined -> 2%',
    'budgets.perLabel: undefined -> { rack: 1GiB }',
  ]);
});

test('a class that comes or goes is told whole', () => {
  const one = spec('name: p\n');
  const two = spec('name: p\nclasses: [{ name: db, match: { commands: [db] } }, { name: default }]\n');
  const [change, ...more] = policyChanges(one, two);
  assert.deepEqual(more, []);
  assert.equal(change?.field, 'classes.db');
  assert.match(change?.after ?? '', /^\{ name: db, match: \{ commands: \[ db \] \}, latency: tolerant/);
});
