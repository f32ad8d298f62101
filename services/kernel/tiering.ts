/** Tiering by the kernel itself, beside ours. */
import type { OtherControllers } from './port.js';

/** NUMA_BALANCING_MEMORY_TIERING (include/linux/sched/sysctl.h): a bit, which 3 has as well, beside the one for locality. */
const TIERING = 2;

/** The limitation that says so, of whichever service. */
export const KERNEL_TIERING = 'kernel-tiering';

/** Whether the kernel promotes pages by itself. */
export function kernelPromotes({ numaBalancing = 0 }: Pick<OtherControllers, 'numaBalancing'>): boolean {
  return (numaBalancing & TIERING) !== 0;
}
