import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { ERROR_CODES } from '../../../services/runtime/errors.js';
import { checkoutRoot } from '../../lab/guest.js';

test('docs/errors.md names every code, with what it means, in the words of the table', () => {
  const rows = Object.entries(ERROR_CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  const page = readFileSync(join(checkoutRoot(), 'docs/errors.md'), 'utf8');
  assert.deepEqual(
    page.split('\n').filter((line) => line.startsWith('| `')),
    rows,
  );
});
