import { errnoName, KernelError } from '../kernel/errno.js';
import { type Kernel, STATUS_UNSET } from '../kernel/port.js';
import type { MoverProbe } from './moverPort.js';
import { Errno } from './verdict.js';

/**
 * Whether move_pages works here, by doing: asks for a page of this very process and moves it to the node it is on. What a
 * kernel or a sandbox answers to the trial is the only proof; capabilities say whether other users' processes can follow.
 */
export function probeMovePages(kernel: Kernel, pid: number): MoverProbe {
  const page = ownPage(kernel, pid);
  if (page === undefined) return { works: false, code: 'ENOENT', text: `no page of pid ${pid} itself could be found` };
  const pages = Float64Array.of(page);
  const status = Int32Array.of(STATUS_UNSET);
  try {
    kernel.pages.queryNodes(pid, pages, status);
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    return failed(error.errno, 'asking where a page is');
  }
  const node = status[0] as number;
  if (node < 0) return failed(-node, 'asking where a page is');
  const called = kernel.pages.movePages(pid, pages, node, status);
  if (called.result < 0) return failed(called.errno, 'moving a page of its own');
  const capabilities = kernel.host.capabilities();
  if (!capabilities.has('CAP_SYS_NICE') && !capabilities.has('CAP_SYS_PTRACE')) {
    return {
      works: false,
      code: 'NO_CAPABILITY',
      text: 'pages of other users cannot be moved: CAP_SYS_NICE and CAP_SYS_PTRACE are missing',
    };
  }
  return { works: true, code: undefined, text: 'move_pages works' };
}

/** Page number of a page of this process that is in memory. */
export function ownPage(kernel: Kernel, pid: number): number | undefined {
  const mappings = kernel.processes.mappings(pid) ?? [];
  const writable = mappings.filter((mapping) => mapping.permissions.startsWith('rw') && mapping.inode === 0);
  for (const mapping of writable) {
    const runs = kernel.processes.resident(pid, [mapping]);
    const first = runs?.startPage[0];
    if (first !== undefined) return first;
  }
  return undefined;
}

function failed(errno: number, what: string): MoverProbe {
  const name = errnoName(errno);
  if (errno !== Errno.EPERM) return { works: false, code: name, text: `${what}: ${name}` };
  return {
    works: false,
    code: 'NO_CAPABILITY',
    text: `${what}: EPERM; CAP_SYS_NICE and CAP_SYS_PTRACE are needed`,
  };
}
