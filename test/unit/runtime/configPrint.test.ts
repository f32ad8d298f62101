import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as z from 'zod';
import { parseConfig } from '../../../services/runtime/config.js';
import { printConfig } from '../../../services/runtime/configPrint.js';
import { duration, size } from '../../../services/runtime/configTypes.js';

const schema = z.strictObject({
  name: z.string().default('default'),
  every: duration.prefault('5s'),
  limits: z.strictObject({ bytes: size.optional(), pages: z.int().default(1) }).prefault({}),
  steps: z.array(z.strictObject({ pause: duration })).default([]),
  byHost: z.record(z.string(), size).default({}),
});

test('a printed configuration has its defaults, and its units', () => {
  const config = parseConfig(schema, 'limits: { bytes: 1.5GB }\nsteps: [{ pause: 90s }]\nbyHost: { a: 64MiB }\n', 'x');
  const text = [
    'name: default',
    'every: 5s',
    'limits:',
    '  bytes: 1500MB',
    '  pages: 1',
    'steps:',
    '  - pause: 90s',
    'byHost:',
    '  a: 64MiB',
    '',
  ].join('\n');
  assert.equal(printConfig(schema, config), text);
});

test('a printed configuration loads to the same', () => {
  const whole = fc.nat({ max: 2 ** 31 - 1 });
  const plain = { noNullPrototype: true } as const;
  const config = fc.record(
    {
      name: fc.string(),
      every: whole,
      limits: fc.record({ bytes: whole, pages: whole }, plain),
      steps: fc.array(fc.record({ pause: whole }, plain)),
      byHost: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), whole, plain),
    },
    plain,
  );
  fc.assert(
    fc.property(config, (given) => {
      assert.deepEqual(parseConfig(schema, printConfig(schema, given), 'x'), given);
    }),
  );
});
