/** The fallback tracker over a whole smaps of a real kernel, which ends with a mapping that is no memory of the process. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { ReferencedTracker } from '../../../services/collector/referencedTracker.js';
import type { ProcessFacts, ProcessPort } from '../../../services/kernel/port.js';
import { parseSmaps } from '../../../services/kernel/smaps.js';

const SMAPS = new URL('../../../../test/fixtures/kernel/whole-6.18.smaps', import.meta.url);
const PAGE = 4096;
const PID = 7;
/** Where no user's page can be, and what batches may name ends (access, batchReader). */
const END_OF_PAGES = 2 ** 48;

test('what the kernel maps for itself is no part of what was looked at', async () => {
  const whole = parseSmaps(readFileSync(SMAPS), PAGE);
  assert.equal(whole.at(-1)?.mapping.path, '[vsyscall]');
  const processes = { referenced: () => whole, clearReferenced: () => true } as Partial<ProcessPort> as ProcessPort;
  const tracker = new ReferencedTracker(processes, 1);
  await tracker.follow([{ identity: { pid: PID } } as ProcessFacts]);
  await tracker.look();
  const sighting = (await tracker.look()).get(PID);
  assert.ok(sighting && sighting.startPage.length > 5);
  assert.deepEqual(
    [...sighting.startPage],
    whole.filter(({ mapping }) => !/^\[v/.test(mapping.path)).map(({ mapping }) => mapping.startPage),
  );
  assert.ok(sighting.startPage.every((page) => page < END_OF_PAGES));
});
