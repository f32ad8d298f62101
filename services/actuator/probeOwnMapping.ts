import { errnoName, KernelError } from '../kernel/errno.js';
import { type Kernel, STATUS_UNSET } from '../kernel/port.js';
import { MappedPages } from './mappedPages.js';
import type { MoverProbe } from './moverPort.js';

/** Whether own-mapping works here, by doing: maps an unnamed file of one page and moves that page to the node it is on. */
export function probeOwnMapping(kernel: Kernel, self: number): MoverProbe {
  const { files, pages } = kernel;
  try {
    const trial = files.trial();
    try {
      const fd = files.open(trial.path, trial.identity);
      const first = Float64Array.of(0);
      let mapped: MappedPages;
      try {
        mapped = new MappedPages(files, fd, first);
      } finally {
        files.close(fd);
      }
      try {
        const status = Int32Array.of(STATUS_UNSET);
        const address = mapped.addresses(first);
        pages.queryNodes(self, address, status);
        const node = status[0] as number;
        if (node < 0) return failed(errnoName(node), 'asking where a page of its own file is');
        const called = pages.movePages(self, address, node, status);
        if (called.result < 0) return failed(errnoName(called.errno), 'moving a page of its own file');
      } finally {
        mapped.close();
      }
    } finally {
      trial.close();
    }
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    return failed(error.code, error.message);
  }
  return { works: true, code: undefined, text: 'files can be mapped and their pages moved' };
}

function failed(code: string, what: string): MoverProbe {
  return { works: false, code: code === 'EPERM' ? 'NO_CAPABILITY' : code, text: `${what}: ${code}` };
}
