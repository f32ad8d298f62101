import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SCHEMA_FILES } from '../../../services/policy/jsonSchema.js';
import { checkoutRoot } from '../../lab/guest.js';

for (const [file, schema] of Object.entries(SCHEMA_FILES)) {
  test(`${file} is what the language says; else run npm run policy:schema`, () => {
    const published: unknown = JSON.parse(readFileSync(join(checkoutRoot(), file), 'utf8'));
    assert.deepEqual(published, schema());
  });
}
