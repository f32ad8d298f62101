import type { FileMapping, FilePort } from '../kernel/port.js';
import { HUGE_PAGES } from './pageRuns.js';

interface Stretch {
  /** Pages of the file. */
  readonly startPage: number;
  readonly pages: number;
  /** One a page: 1 where it is in memory, and so was faulted in. */
  readonly resident: Uint8Array;
}

/**
 * Pages of a file as this process maps them, those in memory faulted in: the pages asked for, and all that may share a folio
 * with one of them. No folio of a page cache is larger than a huge page, and each begins at a multiple of its size
 * (mm/filemap.c), so whole huge pages' worth of file pages hold them all.
 */
export class MappedPages {
  readonly mapping: FileMapping;
  private readonly files: FilePort;
  private readonly stretches: readonly Stretch[];

  /** `pages`: of the file, ascending, at least one. Throws a KernelError. */
  constructor(files: FilePort, fd: number, pages: Float64Array) {
    this.files = files;
    const first = floorHuge(pages[0] as number);
    const end = floorHuge(pages[pages.length - 1] as number) + HUGE_PAGES;
    this.mapping = files.map(fd, first, end - first);
    try {
      this.stretches = hugeStretches(pages).map(([startPage, count]) => {
        return { startPage, pages: count, resident: files.faultIn(this.mapping, startPage, count) };
      });
    } catch (error) {
      files.unmap(this.mapping);
      throw error;
    }
  }

  /** From a page of the file to its page in this process's address space. */
  get shift(): number {
    return this.mapping.addressPage - this.mapping.startPage;
  }

  /** Where the pages of the file are in this process's address space. */
  addresses(pages: Float64Array): Float64Array {
    return pages.map((page) => page + this.shift);
  }

  /** The pages in memory that are none of these but may share a folio with one; by file and by address. */
  others(pages: Float64Array): { readonly pages: Float64Array; readonly addressPages: Float64Array } {
    const found: number[] = [];
    let at = 0;
    for (const { startPage, pages: count, resident } of this.stretches) {
      for (let i = 0; i < count; i++) {
        const page = startPage + i;
        if (pages[at] === page) at++;
        else if (resident[i] === 1) found.push(page);
      }
    }
    const others = Float64Array.from(found);
    return { pages: others, addressPages: this.addresses(others) };
  }

  close(): void {
    this.files.unmap(this.mapping);
  }
}

function floorHuge(page: number): number {
  return page - (page % HUGE_PAGES);
}

/** Ascending pages as stretches of whole huge pages' worth: start and count. */
function hugeStretches(pages: Float64Array): [number, number][] {
  const found: [number, number][] = [];
  let end = -1;
  for (const page of pages) {
    if (page < end) continue;
    const start = floorHuge(page);
    const last = found.at(-1);
    if (last && start === end) last[1] += HUGE_PAGES;
    else found.push([start, HUGE_PAGES]);
    end = start + HUGE_PAGES;
  }
  return found;
}
