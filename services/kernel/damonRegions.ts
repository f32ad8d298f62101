/**
 * Reading of tried_regions: a directory a region, with a file a figure. The kernel makes them anew at each update, so
 * no descriptor can be kept.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readNames } from './files.js';
import type { DamonRegions } from './port.js';

/** Regions read before the event loop gets its turn: about 2 ms. */
const REGIONS_A_TURN = 64;

/**
 * The regions under `path`, ascending. Rejects with the error of node:fs when they vanish meanwhile. `maxAccesses`:
 * samples an aggregation interval holds.
 */
export async function readRegions(path: string, pageSize: number, maxAccesses: number): Promise<DamonRegions> {
  const names = readNames(path).filter((name) => /^\d+$/.test(name));
  names.sort((a, b) => Number(a) - Number(b));
  const count = names.length;
  const startPage = new Float64Array(count);
  const pages = new Float64Array(count);
  const accesses = new Uint32Array(count);
  const age = new Uint32Array(count);
  for (let i = 0; i < count; i += 1) {
    const region = `${path}/${names[i]}`;
    const start = readFigure(`${region}/start`) / pageSize;
    startPage[i] = start;
    pages[i] = readFigure(`${region}/end`) / pageSize - start;
    accesses[i] = readFigure(`${region}/nr_accesses`);
    age[i] = readFigure(`${region}/age`);
    if (i % REGIONS_A_TURN === REGIONS_A_TURN - 1) await nextTurn();
  }
  return { startPage, pages, accesses, age, maxAccesses };
}

/** A figure is at most twenty digits and a newline. */
const figure = Buffer.allocUnsafeSlow(32);

/** Three system calls: readFileSync makes more, and an allocation or two. User addresses stay below 2^53. */
function readFigure(path: string): number {
  const fd = openSync(path, 'r');
  try {
    const length = readSync(fd, figure, 0, figure.length, null);
    let value = 0;
    for (let i = 0; i < length; i += 1) {
      const digit = (figure[i] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    return value;
  } finally {
    closeSync(fd);
  }
}
