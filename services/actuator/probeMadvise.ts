import { errnoName, KernelError } from '../kernel/errno.js';
import type { Kernel } from '../kernel/port.js';
import type { MoverProbe } from './moverPort.js';
import { ownPage } from './probe.js';

/** Whether process_madvise works here, by doing: advises one page of this very process as cold, which changes nothing else. */
export function probeMadvise(kernel: Kernel, pid: number): MoverProbe {
  const page = ownPage(kernel, pid);
  const pidfd = page === undefined ? undefined : kernel.pages.pidfdOpen(pid);
  if (page === undefined || pidfd === undefined) {
    return { works: false, code: 'ENOENT', text: `no page of pid ${pid} itself could be found` };
  }
  try {
    kernel.pages.advise(pidfd, [{ startPage: page, pages: 1 }], 'cold');
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    const text = `advising a page of its own: ${errnoName(error.errno)}; Linux 5.10 with CONFIG_ADVISE_SYSCALLS has the call`;
    return { works: false, code: error.code, text };
  } finally {
    kernel.pages.pidfdClose(pidfd);
  }
  const capabilities = kernel.host.capabilities();
  const missing = ['CAP_SYS_NICE', 'CAP_SYS_PTRACE'].filter((each) => !capabilities.has(each));
  if (missing.length === 0) return { works: true, code: undefined, text: 'process_madvise works' };
  const text = `pages of other users cannot be advised: ${missing.join(' and ')} missing`;
  return { works: false, code: 'NO_CAPABILITY', text };
}
