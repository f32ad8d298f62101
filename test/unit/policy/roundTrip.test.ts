import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { codec } from '../../../services/contract/schema.js';
import { policyProblems } from '../../../services/core/policyCheck.js';
import { policyChanges } from '../../../services/policy/changes.js';
import { policyMessage, policySpecOf } from '../../../services/policy/message.js';
import { printPolicy } from '../../../services/policy/printing.js';
import { readPolicy } from '../../../services/policy/reading.js';
import { policySpec } from './arbitrary.js';

test('what is printed reads back to the very same policy', () => {
  fc.assert(
    fc.property(policySpec, (spec) => {
      assert.deepEqual(policyProblems(spec), []);
      const { spec: read, problems } = readPolicy(printPolicy(spec));
      assert.deepEqual(problems, []);
      assert.deepEqual(read, spec);
    }),
  );
});

test('a message on the wire says the very same policy', () => {
  const policies = codec('Policy');
  fc.assert(
    fc.property(policySpec, fc.nat(), (spec, revision) => {
      const sent = { ...spec, revision };
      const bytes = policies.encode(policyMessage(sent, { createdUnixMs: 1, author: 'ann', source: 'name: x' }));
      const message = policies.decode(bytes);
      assert.deepEqual(policySpecOf(message), sent);
      assert.deepEqual([message.createdUnixMs, message.author, message.source], ['1', 'ann', 'name: x']);
    }),
  );
});

test('a policy differs from another exactly where they say something else, and from itself nowhere', () => {
  fc.assert(
    fc.property(policySpec, policySpec, (before, after) => {
      assert.deepEqual(policyChanges(before, before), []);
      const changes = policyChanges(before, after);
      assert.equal(changes.length === 0, printPolicy(before) === printPolicy(after));
      for (const { field, before: was, after: is } of changes) {
        assert.notEqual(was, is, field);
      }
    }),
  );
});
