import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { gapsOf } from '../../../services/contract/ranges.js';
import { encodeVarints } from '../../../services/contract/varint.js';
import { beginLooks, decodeRuns } from '../../../services/core/engine.js';
import type { PackedRuns } from '../../../services/core/look.js';
import { mergeLook } from '../../../services/core/merge.js';
import { createSpaceHeat, EXACT_RESOLUTION } from '../../../services/core/space.js';
import { look as anyLook } from './arbitrary.js';
import { type PlainLook, spread } from './naive.js';

const exact = { halfLifeSeconds: 30, markKeepSeconds: 1e9, resolution: EXACT_RESOLUTION, maxRuns: Infinity };

function packed({ runs }: PlainLook, shift = 0): PackedRuns {
  const count = runs.startPage.length;
  const starts = runs.startPage.map((start) => start + shift);
  const gaps = encodeVarints(gapsOf(starts, runs.pages, count));
  return { ...runs, count, gaps, lengths: encodeVarints(runs.pages) };
}

function merged(looks: readonly PlainLook[], pack: boolean): ReturnType<typeof spread> {
  const space = createSpaceHeat();
  looks.forEach((look, i) => {
    beginLooks();
    const decoded = decodeRuns(packed(look));
    assert.ok(decoded);
    mergeLook(space, { ...look, endUnixMs: (i + 1) * 20_000, runs: pack ? decoded : look.runs }, exact);
  });
  return spread(space);
}

test('a look merged from its packed columns is the look merged from plain ones', () => {
  fc.assert(
    fc.property(fc.array(anyLook, { maxLength: 8 }), (looks) => {
      assert.deepEqual(merged(looks, true), merged(looks, false));
    }),
  );
});

test('columns cut anywhere, or with bytes left over, are refused', () => {
  fc.assert(
    fc.property(anyLook, fc.constantFrom('gaps', 'lengths'), fc.nat(), fc.boolean(), (look, name, at, longer) => {
      const whole = packed(look, 2 ** 40);
      const bytes = whole[name];
      fc.pre(bytes.length > 0);
      const broken = longer ? Uint8Array.of(...bytes, 1) : bytes.subarray(0, at % bytes.length);
      beginLooks();
      assert.equal(decodeRuns({ ...whole, [name]: broken }), undefined);
    }),
  );
});

test('runs above page 2^48, empty ones, and more pages than any machine has are refused', () => {
  const one = (start: number, pages: number): PackedRuns => ({
    count: 1,
    gaps: encodeVarints([start]),
    lengths: encodeVarints([pages]),
    evidence: Uint8Array.of(0),
    node: Uint8Array.of(0),
    kind: Uint8Array.of(1),
  });
  beginLooks();
  assert.ok(decodeRuns(one(2 ** 48 - 9, 8)));
  assert.equal(decodeRuns(one(2 ** 48 - 8, 9)), undefined);
  assert.equal(decodeRuns(one(0, 0)), undefined);
  assert.equal(decodeRuns(one(0, 2 ** 36 + 1)), undefined);
});

test('a look of a batch that is no longer the one being read is refused, and changes nothing', () => {
  const [look] = fc.sample(anyLook, 1) as [PlainLook];
  beginLooks();
  const decoded = decodeRuns(packed(look));
  assert.ok(decoded);
  beginLooks();
  const space = createSpaceHeat();
  assert.throws(() => mergeLook(space, { ...look, endUnixMs: 20_000, runs: decoded }, exact), RangeError);
  assert.equal(space.lastWindowEndUnixMs, 0);
});
