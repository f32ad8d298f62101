import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { type RolloutGround, readRollout } from '../../../services/policy/rolloutReading.js';
import { checkoutRoot } from '../../lab/guest.js';
import { groundOf } from './rolloutFleet.js';

const SAMPLE: unknown = parse(readFileSync(join(checkoutRoot(), 'deploy/config/rollout.yaml'), 'utf8'));

/** Every path of plain data, from the top. */
function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return [[...path], ...Object.entries(value).flatMap(([key, each]) => pathsOf(each, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

function parsed(text: string): unknown {
  return parse(text, { logLevel: 'silent' });
}

/** Either a rollout, or problems that each say where and what; of a text without content there is nothing to point at. */
function isAnswered(text: string, ground?: RolloutGround): void {
  const { spec, problems } = readRollout(text, ground);
  assert.equal(spec === undefined, problems.length > 0);
  for (const { line, column, reason } of problems) {
    assert.ok(reason.length > 0);
    if (line === 0 && parsed(text) === null) continue;
    assert.ok(line >= 1 && column >= 1 && line <= text.split('\n').length, `${line}:${column} ${reason}`);
  }
}

test('whatever stands in one place of a rollout, it is read or told what is wrong, with a place', () => {
  const ground = groundOf(60);
  const places = fc.constantFrom(...pathsOf(SAMPLE));
  const ever = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.double({ noNaN: true }),
    fc.constantFrom(-1, 0, 1e300, '5%', '5m', '1e9d', '', null, [], {}),
  );
  fc.assert(
    fc.property(places, ever, (path, by) => {
      const text = stringify(replaced(SAMPLE, path, by));
      isAnswered(text);
      isAnswered(text, ground);
    }),
    { numRuns: 300 },
  );
});

test('any text at all is answered', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => isAnswered(text)));
});
