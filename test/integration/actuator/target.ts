import type { ProcessIdentity } from '../../../services/kernel/port.js';

/** The process whose pages the file of pages stands for. */
export const TARGET: ProcessIdentity = { pid: 4242, startTicks: 77, startStack: '140737488351232', exeInode: 99 };
