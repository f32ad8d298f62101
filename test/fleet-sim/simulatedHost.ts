import { looksIn } from './evidence.js';
import { TieredMemory } from './memory.js';
import { Pattern } from './patterns.js';
import { mixed, seeded } from './random.js';
import { WireHost } from './wireHost.js';
import { createWorkload, type WorkloadName } from './workloads.js';

const FAST_SHARE = 0.4;
const FILL = 0.95;
/** How far the shifts of one host are from those of the next. */
const OFFSET_SECONDS = 37;

/** Which host of which fleet it is. */
export interface SimulatedHost {
  readonly workload: WorkloadName;
  readonly blocks: number;
  readonly intervalSeconds: number;
  readonly index: number;
  readonly residenceSeconds: number;
  readonly seed?: number;
}

/** A modelled host with a pattern of its own, memory as first touch left it: the same each time. */
export function simulatedHost(of: SimulatedHost): WireHost {
  const { workload, blocks, intervalSeconds, index, residenceSeconds } = of;
  const seed = mixed(of.seed ?? 7, index);
  const offset = index * OFFSET_SECONDS;
  const pattern = new Pattern(createWorkload(workload, blocks, seed), looksIn(intervalSeconds), seed, offset);
  const shape = { blocks, fastBlocks: Math.round(blocks * FAST_SHARE), slowBlocks: blocks };
  const memory = TieredMemory.firstTouch(shape, FILL, seeded(mixed(seed, 1)));
  return new WireHost(`host-${index}`, index, pattern, memory, residenceSeconds);
}
