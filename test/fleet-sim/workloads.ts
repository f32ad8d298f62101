import { mixed, seeded, shuffled } from './random.js';

/**
 * Workloads of known heat. Memory is blocks, each a huge page, of which all pages are alike; a rate is accesses a page and
 * second. Time is seconds since the workload began. All is a function of the seed.
 */
export interface Workload {
  readonly name: WorkloadName;
  readonly parts: readonly WorkloadPart[];
  /** Number of the stretch of time, all of which has the same rates, that this second lies in. */
  epochAt(seconds: number): number;
  /** Rate of each block in an epoch. */
  rates(epoch: number): Float32Array;
}

/** Blocks that are one process, `first` on. */
export interface WorkloadPart {
  readonly command: string;
  readonly cgroup: string;
  readonly first: number;
  readonly blocks: number;
}

export const WORKLOADS = ['zipf', 'hotset-moving', 'scan', 'scan-slow', 'phase', 'mixed'] as const;
export type WorkloadName = (typeof WORKLOADS)[number];

/** Whose hot pages are others after a while. */
export const MOVING: ReadonlySet<WorkloadName> = new Set<WorkloadName>([
  'hotset-moving',
  'scan-slow',
  'phase',
  'mixed',
]);

/** Zipf's exponent of key-value caches and stores (Breslau et al. 1999 found 0.64-0.83 for the web; YCSB takes 0.99). */
const ZIPF_EXPONENT = 0.99;
/** Rate of the hottest block. The hundredth of two thousand then has 1 a second. */
const ZIPF_HIGHEST = 100;
const HOT_SHARE = 0.1;
const HOT_RATE = 10;
const COLD_RATE = 0.02;
/** A hot set moves by a quarter of itself in this time. */
const SHIFT_SECONDS = 120;
const PHASE_SECONDS = 600;
const PHASE_SHARE = 0.25;
const PHASE_RATE = 5;
/** Accesses a page in one pass of a scan: the cache lines of a page, eight of them at a time. */
const SCAN_ACCESSES = 8;
const SCAN_SECONDS = 10;
const SLOW_SCAN_SECONDS = 600;
/** A slow scan goes on by this much of a pass at a time. */
const SLOW_SCAN_STEPS = 60;

/**
 * - zipf: rates by rank, in mixed order; stationary.
 * - hotset-moving: a tenth is hot and lies together; every two minutes it moves on by a quarter of itself.
 * - scan: everything is read from end to end, once in ten seconds. Nothing is hotter than the rest.
 * - scan-slow: the same in ten minutes: what was read last is read last again.
 * - phase: every ten minutes another quarter, in mixed order, is hot.
 * - mixed: a serving process (zipf) on one half and a batch process (hotset-moving) on the other.
 */
export function createWorkload(name: WorkloadName, blocks: number, seed: number): Workload {
  const whole = (command: string): WorkloadPart[] => [{ command, cgroup: `/${command}`, first: 0, blocks }];
  switch (name) {
    case 'zipf':
      return fixed(name, whole('serving'), zipf(blocks, seed));
    case 'scan':
      return fixed(name, whole('scan'), new Float32Array(blocks).fill(SCAN_ACCESSES / SCAN_SECONDS));
    case 'scan-slow': {
      const step = SLOW_SCAN_SECONDS / SLOW_SCAN_STEPS;
      const rates = (epoch: number) => stretch(blocks, epoch % SLOW_SCAN_STEPS, SLOW_SCAN_STEPS, SCAN_ACCESSES / step);
      return { name, parts: whole('scan'), epochAt: (seconds) => Math.floor(seconds / step), rates };
    }
    case 'hotset-moving':
      return movingSet(name, whole('batch'), blocks);
    case 'phase': {
      const epochAt = (seconds: number): number => Math.floor(seconds / PHASE_SECONDS);
      return { name, parts: whole('phases'), epochAt, rates: (epoch) => phase(blocks, mixed(seed, epoch)) };
    }
    case 'mixed': {
      const half = blocks >> 1;
      const serving = zipf(half, seed);
      const batch = movingSet(name, [], blocks - half);
      const rates = (epoch: number): Float32Array => {
        const both = new Float32Array(blocks);
        both.set(serving);
        both.set(batch.rates(epoch), half);
        return both;
      };
      const parts: WorkloadPart[] = [
        { command: 'serving', cgroup: '/serving', first: 0, blocks: half },
        { command: 'batch', cgroup: '/batch', first: half, blocks: blocks - half },
      ];
      return { name, parts, epochAt: batch.epochAt, rates };
    }
  }
}

function fixed(name: WorkloadName, parts: readonly WorkloadPart[], rates: Float32Array): Workload {
  return { name, parts, epochAt: () => 0, rates: () => rates };
}

function zipf(blocks: number, seed: number): Float32Array {
  const rates = new Float32Array(blocks);
  shuffled(blocks, seeded(seed)).forEach((block, rank) => {
    rates[block] = ZIPF_HIGHEST / (rank + 1) ** ZIPF_EXPONENT;
  });
  return rates;
}

function movingSet(name: WorkloadName, parts: readonly WorkloadPart[], blocks: number): Workload {
  const hot = Math.max(4, Math.round(blocks * HOT_SHARE));
  const rates = (epoch: number): Float32Array => {
    const all = new Float32Array(blocks).fill(COLD_RATE);
    const first = epoch * (hot >> 2);
    for (let i = 0; i < hot; i++) all[(first + i) % blocks] = HOT_RATE;
    return all;
  };
  return { name, parts, epochAt: (seconds) => Math.floor(seconds / SHIFT_SECONDS), rates };
}

function phase(blocks: number, seed: number): Float32Array {
  const rates = new Float32Array(blocks).fill(COLD_RATE);
  for (const block of shuffled(blocks, seeded(seed)).subarray(0, Math.round(blocks * PHASE_SHARE))) {
    rates[block] = PHASE_RATE;
  }
  return rates;
}

function stretch(blocks: number, step: number, steps: number, rate: number): Float32Array {
  const rates = new Float32Array(blocks);
  return rates.fill(rate, Math.floor((blocks * step) / steps), Math.floor((blocks * (step + 1)) / steps));
}
