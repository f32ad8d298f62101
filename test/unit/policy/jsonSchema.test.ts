import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { policyJsonSchema, SCHEMA_FILE } from '../../../services/policy/jsonSchema.js';
import { checkoutRoot } from '../../lab/guest.js';

test('docs/policy.schema.json is what the language says; else run npm run policy:schema', () => {
  const published: unknown = JSON.parse(readFileSync(join(checkoutRoot(), SCHEMA_FILE), 'utf8'));
  assert.deepEqual(published, policyJsonSchema());
});
