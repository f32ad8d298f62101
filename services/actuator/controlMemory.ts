import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ControlMemory, EMPTY_MEMORY } from './control.js';

const NAME = 'control.json';

/** What was remembered in this directory; the empty memory where nothing was. Throws on a file that is not ours. */
export function readControlMemory(stateDir: string): ControlMemory {
  const path = join(stateDir, NAME);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return EMPTY_MEMORY;
  }
  const memory = JSON.parse(text) as Partial<ControlMemory>;
  const token = memory.highestFencingToken;
  const { host, all } = memory.sequences ?? {};
  if (typeof token !== 'number' || typeof host !== 'number' || typeof all !== 'number') {
    // Going on with an empty memory would let a fenced-off brain in again.
    throw new Error(`${path} does not hold a control memory; restore it, or remove it to begin anew`);
  }
  return { sequences: { host, all }, highestFencingToken: token };
}

/** Replaces the file in one step, so that a crash leaves the old memory or the new one. */
export function writeControlMemory(stateDir: string, memory: ControlMemory): void {
  mkdirSync(stateDir, { recursive: true });
  const path = join(stateDir, NAME);
  writeFileSync(`${path}.new`, JSON.stringify(memory), { mode: 0o640 });
  renameSync(`${path}.new`, path);
}
