import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { sightingOf } from '../../../services/collector/damonTracker.js';
import { overlay } from '../../../services/collector/overlay.js';
import type { Residency } from '../../../services/collector/residency.js';
import type { Sighting } from '../../../services/collector/tracker.js';

/** A column of small page facts as ranges: neighbours that are alike joined or not, as `cuts` says. */
function rangesOf<T>(
  pages: readonly (T | undefined)[],
  cuts: readonly boolean[],
): { start: number; length: number; value: T }[] {
  const found: { start: number; length: number; value: T }[] = [];
  pages.forEach((value, page) => {
    const last = found[found.length - 1];
    if (value === undefined) return;
    if (last && last.start + last.length === page && last.value === value && !cuts[page]) last.length++;
    else found.push({ start: page, length: 1, value });
  });
  return found;
}

const SIZE = 60;
const maybe = <T>(value: fc.Arbitrary<T>) =>
  fc.array(fc.option(value, { nil: undefined }), { minLength: SIZE, maxLength: SIZE });
const cuts = fc.array(fc.boolean(), { minLength: SIZE, maxLength: SIZE });

test('an overlay says of each page what a look page by page would', () => {
  fc.assert(
    fc.property(
      maybe(fc.nat(3)),
      cuts,
      maybe(fc.constantFrom('1/0', '1/1', '4/1')),
      cuts,
      (seen, seenCuts, there, thereCuts) => {
        const seenRanges = rangesOf(seen, seenCuts);
        const runs = rangesOf(there, thereCuts);
        const sighting: Sighting = {
          startPage: Float64Array.from(seenRanges, (each) => each.start),
          pages: Float64Array.from(seenRanges, (each) => each.length),
          evidence: Uint8Array.from(seenRanges, (each) => each.value),
          looks: 20,
        };
        const residency: Residency = {
          startPage: Float64Array.from(runs, (each) => each.start),
          pages: Uint32Array.from(runs, (each) => each.length),
          kind: Uint8Array.from(runs, (each) => Number(each.value.split('/')[0])),
          node: Uint16Array.from(runs, (each) => Number(each.value.split('/')[1])),
          readUnixMs: 0,
          tookSeconds: 0,
        };
        const look = overlay(
          sighting,
          residency,
          new Map([
            [0, 0],
            [1, 1],
          ]),
        );
        const pages = new Map<number, string>();
        look.runs.startPage.forEach((start, i) => {
          for (let page = start; page < start + (look.runs.pages[i] as number); page++) {
            assert.ok(!pages.has(page), 'runs are disjoint');
            pages.set(page, `${look.runs.evidence[i]} ${look.runs.kind[i]}/${look.runs.node[i]}`);
          }
        });
        const expected = new Map<number, string>();
        for (let page = 0; page < SIZE; page++) {
          if (seen[page] !== undefined && there[page] !== undefined) expected.set(page, `${seen[page]} ${there[page]}`);
        }
        assert.deepEqual(pages, expected);
        const covered = new Set<number>();
        look.coverage.startPage.forEach((start, i) => {
          for (let page = start; page < start + (look.coverage.pages[i] as number); page++) covered.add(page);
        });
        assert.deepEqual(
          [...covered],
          [...seen.keys()].filter((page) => seen[page] !== undefined),
        );
      },
    ),
  );
});

test('a DAMON region idle now but changed since the last look was accessed in between', () => {
  const region = (accesses: number, age: number) =>
    sightingOf(
      {
        startPage: Float64Array.of(0),
        pages: Float64Array.of(10),
        accesses: Uint32Array.of(accesses),
        age: Uint32Array.of(age),
        maxAccesses: 20,
      },
      10,
    ).evidence[0];
  assert.equal(region(20, 0), 255);
  assert.equal(region(1, 100), 13);
  assert.equal(region(0, 3), 1, 'it changed three intervals ago, within the ten since the last look');
  assert.equal(region(0, 10), 0);
});
