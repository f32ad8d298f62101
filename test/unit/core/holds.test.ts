import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeLook } from '../../../services/core/merge.js';
import { recordFailedAgain, recordMoved } from '../../../services/core/moved.js';
import { createSpaceHeat, DEFAULT_MAX_RUNS, DEFAULT_RESOLUTION, type SpaceHeat } from '../../../services/core/space.js';

const SECOND = 1000;
const HOLD = { firstMs: 60 * SECOND, mostMs: 400 * SECOND };
const PAGES = { startPage: Float64Array.of(0), pages: Float64Array.of(10) };

/** A window that ends then and sees all pages. */
function look(space: SpaceHeat, endUnixMs: number): void {
  const runs = { ...PAGES, evidence: Uint8Array.of(255), node: Uint8Array.of(0), kind: Uint8Array.of(1) };
  const rest = { windowSeconds: 5, residencyUnixMs: endUnixMs - 5 * SECOND, pageGranular: true };
  const parameters = {
    halfLifeSeconds: 30,
    markKeepSeconds: 300,
    resolution: DEFAULT_RESOLUTION,
    maxRuns: DEFAULT_MAX_RUNS,
  };
  mergeLook(space, { runs, coverage: PAGES, nodes: [0], endUnixMs, ...rest }, parameters);
}

function heldUntil({ runs, marks }: SpaceHeat): number {
  return marks.heldUntilUnixMs[runs.mark[0] as number] as number;
}

/** Fails at each of these times, windows in between; answers how long each hold was, seconds. */
function holds(space: SpaceHeat, failures: readonly number[]): number[] {
  let now = 0;
  return failures.map((at) => {
    for (; now < at; now += 5) look(space, 1_000_000 + now * SECOND);
    recordFailedAgain(space, PAGES, 1_000_000 + at * SECOND, HOLD);
    return heldUntil(space) / SECOND - 1000 - at;
  });
}

test('each failure that follows on the one before holds twice as long, up to a bound', () => {
  assert.deepEqual(holds(createSpaceHeat(), [5, 70, 200, 445, 850]), [60, 120, 240, 400, 400]);
});

test('after a time as long as the hold itself it is forgotten', () => {
  assert.deepEqual(holds(createSpaceHeat(), [5, 124]), [60, 120]);
  assert.deepEqual(holds(createSpaceHeat(), [5, 130]), [60, 60]);
});

test('a move that came about ends it', () => {
  const space = createSpaceHeat();
  assert.deepEqual(holds(space, [5]), [60]);
  recordMoved(space, PAGES, 1, 1_070_000);
  recordFailedAgain(space, PAGES, 1_080_000, HOLD);
  assert.equal(heldUntil(space), 1_140_000);
});
