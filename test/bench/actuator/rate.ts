import type { Figure } from '../figure.js';
import { guestRun } from './guestRun.js';
import { type Moved, rateFigures } from './rateFigures.js';

export const LAB_MBS = [1, 10, 50];
const SECONDS = 60;
const MIB = 128;
const LIMIT_SECONDS = 240;

/** Limits held on the real kernel: its move_pages moves some 100 MB/s at most in the guest. */
export async function labRateBench(mbs: number, runs: number): Promise<Figure[]> {
  const done: Moved[][] = [];
  for (let i = 0; i < runs; i++) {
    process.stderr.write(`actuator: limit of ${mbs} MB/s for ${SECONDS} s in the lab\n`);
    const lines = await guestRun(
      { kind: 'rate', mib: MIB, bytesPerSecond: mbs * 1e6, seconds: SECONDS },
      LIMIT_SECONDS,
    );
    done.push(lines.filter((line) => line.event === 'moved'));
  }
  return rateFigures(mbs, SECONDS, done);
}
