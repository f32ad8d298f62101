/**
 * A process that holds so many runs of heat: `node footprintProcess.js SPACES RUNS`. Prints its peak resident set in bytes and
 * the runs that it holds. The looks come through the packed columns; each space has had two looks and one outcome.
 */

import { readFileSync } from 'node:fs';
import { beginLooks, decodeRuns } from '../../../services/core/engine.js';
import { applyLook, createHost } from '../../../services/core/host.js';
import { recordMoved } from '../../../services/core/moved.js';
import { DEFAULT_RESOLUTION } from '../../../services/core/space.js';
import { HALF_LIFE_SECONDS, makeBatches, WINDOW_SECONDS } from './batches.js';

const [spaces = 0, runs = 0] = process.argv.slice(2).map(Number);
const WINDOWS = 2;
const { looks } = makeBatches(1, runs, WINDOWS);
const parameters = {
  halfLifeSeconds: HALF_LIFE_SECONDS,
  markKeepSeconds: 3600,
  resolution: DEFAULT_RESOLUTION,
  maxRuns: 2 ** 24,
};
const host = createHost();
for (let space = 0; space < spaces; space++) {
  const key = `process:${space}:0:0:0`;
  looks.forEach(({ runs: packed, coverPages }, window) => {
    beginLooks();
    const decoded = decodeRuns(packed);
    if (!decoded) throw new Error('a look of the bench cannot be decoded');
    const endUnixMs = (window + 1) * WINDOW_SECONDS * 1000;
    const look = {
      runs: decoded,
      coverage: { startPage: Float64Array.of(0), pages: Float64Array.of(coverPages) },
      nodes: [0, 1],
      windowSeconds: WINDOW_SECONDS,
      endUnixMs,
      residencyUnixMs: endUnixMs,
      pageGranular: true,
    };
    applyLook(host, { key, command: 'server', cgroup: undefined }, look, parameters);
    const heat = host.spaces.get(key)?.heat;
    if (heat && window === 0) {
      const range = { startPage: Float64Array.of(0x7_f000_0000), pages: Float64Array.of(100) };
      recordMoved(heat, range, 0, endUnixMs);
    }
  });
}
let held = 0;
for (const space of host.spaces.values()) held += space.heat.count;
// getrusage's maxrss begins with that of the parent before execve; VmHWM does not (proc(5)).
const [, peakKib = 'NaN'] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
process.stdout.write(`${Number(peakKib) * 1024} ${held}\n`);
