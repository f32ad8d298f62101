import type { HostPort, Topology } from '../kernel/port.js';
import { KERNEL_TIERING, kernelPromotes } from '../kernel/tiering.js';
import type { LastLook } from './lastLook.js';
import type { Movers } from './movers.js';
import { SWITCHED_OFF } from './switchedOff.js';

/** Something that this service cannot do here, or that others on this host do as well. */
export interface Limitation {
  readonly name: string;
  readonly reason: string;
}

/** All that stands in the way here, by name. Read anew each time: an operator may have changed it. */
export function limitationsOf(
  host: HostPort,
  topology: Topology,
  movers: Movers,
  lastLook?: LastLook,
  wantsSafetyNet = false,
): Limitation[] {
  const found: Limitation[] = [];
  const say = (name: string, reason: string) => found.push({ name, reason });
  const capabilities = host.capabilities();
  if (!capabilities.has('CAP_SYS_PTRACE')) {
    say('no-cap-sys-ptrace', 'CAP_SYS_PTRACE is missing: only processes of the same user can be moved');
  }
  if (!capabilities.has('CAP_SYS_NICE')) {
    say('no-cap-sys-nice', 'CAP_SYS_NICE is missing: the kernel may refuse to move pages of other processes');
  }
  if (!capabilities.has('CAP_FOWNER') || !capabilities.has('CAP_DAC_READ_SEARCH')) {
    say('no-files-of-others', 'CAP_FOWNER or CAP_DAC_READ_SEARCH is missing: only files of the same user can be moved');
  }
  for (const { mover, probe } of movers.all) {
    if (!probe.works && probe.code !== SWITCHED_OFF)
      say(`no-${mover.name}`, `the mover ${mover.name} does not work here: ${probe.code}: ${probe.text}`);
    if (mover.loss !== undefined) say(`less-${mover.name}`, mover.loss);
  }
  if (lastLook?.obstacle !== undefined) {
    say('no-last-look', `demotions go by their plan alone, no last look is taken: ${lastLook.obstacle}`);
  }
  if (topology.tiers.length < 2) say('single-tier', 'all memory of this host is of one tier; every plan is refused');
  if (host.memoryPressure() === undefined) {
    say('no-pressure', '/proc/pressure/memory is absent: the byte rate cannot fall under memory pressure');
  }
  const others = host.otherControllers();
  if (kernelPromotes(others)) {
    say(KERNEL_TIERING, 'kernel.numa_balancing has bit 2 set: the kernel promotes pages by itself as well');
  } else if (others.numaBalancing === 1) {
    say('kernel-numa-balancing', 'kernel.numa_balancing is 1: the kernel moves pages for locality as well');
  }
  if (others.demotionEnabled) {
    say('kernel-demotion', 'numa/demotion_enabled is true: the kernel demotes under memory shortage as well');
  }
  if (wantsSafetyNet && others.demotionEnabled !== true) {
    say('no-safety-net', 'safetyNet is on and numa/demotion_enabled is not true: a node that is short is not helped');
  }
  if (others.foreignKdamonds.length > 0) {
    say('foreign-damon', `kdamonds of others run here (pid ${others.foreignKdamonds.join(', ')}); they are left alone`);
  }
  return found;
}
