/**
 * Files of the fake machine: pages with a node each, which a process reaches by mapping them. Folios of any order move
 * whole, and only pages that were faulted in can be named.
 */
import { errnoNumber, KernelError } from './errno.js';
import { type Area, type FakeProcess, HUGE_PAGES } from './fakeProcess.js';
import { type FileIdentity, type FileMapping, type FilePort, PageKind, type TrialFile } from './port.js';

export interface FakeFile {
  readonly path: string;
  readonly inode: string;
  /** Default `2049`. */
  readonly device?: string;
  readonly pages: number;
  /** Node of every page, or of each by its number; -1 for a page that is not in memory. Default 0. */
  readonly node?: number | ((page: number) => number);
  /** Pages of its folios, a power of two up to 512. Default 1. */
  readonly folioPages?: number;
  /** A process maps it too: moves answer EACCES unless shared pages may be moved. */
  readonly mapped?: boolean;
  /** `false`: a directory, a device or a pipe. */
  readonly regular?: boolean;
  /** Errno name that opening it answers. */
  readonly refuses?: string;
}

interface FileState {
  readonly spec: FakeFile;
  readonly node: Int16Array;
  readonly busy: Uint8Array;
  readonly refusal: Uint8Array;
  readonly referenced: Uint8Array;
}

/** Addresses for mappings, far above what tests give to processes. */
const FIRST_ADDRESS_PAGE = 2 ** 34;

export class FakeFiles implements FilePort {
  readonly #files = new Map<string, FileState>();
  readonly #open = new Map<number, FileState>();
  readonly #mapped = new Map<FileMapping, { readonly area: Area; readonly present: Uint8Array }>();
  readonly #self: () => FakeProcess;
  #nextFd = 100;
  #nextPage = FIRST_ADDRESS_PAGE;

  /** `self`: the process that maps, whose pages the page port then finds. */
  constructor(self: () => FakeProcess) {
    this.#self = self;
  }

  add(spec: FakeFile): Int16Array {
    const room = Math.ceil(spec.pages / HUGE_PAGES) * HUGE_PAGES;
    const at = spec.node ?? 0;
    const node = new Int16Array(room).fill(-1);
    for (let page = 0; page < spec.pages; page += 1) node[page] = typeof at === 'number' ? at : at(page);
    const column = () => new Uint8Array(room);
    this.#files.set(spec.path, { spec, node, busy: column(), refusal: column(), referenced: column() });
    return node;
  }

  /** Nodes of its pages, as moves have left them. */
  nodes(path: string): Int16Array {
    const file = this.#files.get(path);
    if (file === undefined) throw new RangeError(`there is no file ${path}`);
    return file.node.slice(0, file.spec.pages);
  }

  remove(path: string): void {
    this.#files.delete(path);
  }

  /** Takes pages out of memory, as truncation and reclaim do. */
  evict(path: string, startPage: number, pages: number): void {
    this.#files.get(path)?.node.fill(-1, startPage, startPage + pages);
  }

  open(path: string, identity: FileIdentity): number {
    const file = this.#files.get(path);
    if (file === undefined) throw new KernelError('ENOENT', path);
    const { inode, device = '2049', refuses, regular = true } = file.spec;
    if (refuses !== undefined) throw new KernelError(refuses, path);
    if (inode !== identity.inode || device !== identity.device) throw new KernelError('ESTALE', path);
    if (!regular) throw new KernelError('EINVAL', path);
    this.#nextFd += 1;
    this.#open.set(this.#nextFd, file);
    return this.#nextFd;
  }

  close(fd: number): void {
    if (!this.#open.delete(fd)) throw new KernelError('EBADF', `close of descriptor ${fd}`);
  }

  map(fd: number, startPage: number, pages: number): FileMapping {
    const file = this.#open.get(fd);
    if (file === undefined) throw new KernelError('EBADF', `mmap of descriptor ${fd}`);
    const addressPage = this.#nextPage + (startPage % HUGE_PAGES);
    this.#nextPage += Math.ceil(pages / HUGE_PAGES + 2) * HUGE_PAGES;
    const held = Math.max(0, Math.min(pages, file.node.length - startPage));
    const slice = <T extends Int16Array | Uint8Array>(column: T): T =>
      column.subarray(startPage, startPage + held) as T;
    const present = new Uint8Array(held);
    const folioPages = file.spec.folioPages ?? 1;
    const area: Area = {
      mapping: {
        startPage: addressPage,
        pages: held,
        permissions: 'r--s',
        offsetPages: startPage,
        device: '08:01',
        inode: Number(file.spec.inode),
        path: file.spec.path,
      },
      kind: folioPages === HUGE_PAGES ? PageKind.fileHuge : PageKind.file,
      shared: file.spec.mapped ?? false,
      unit: folioPages,
      present,
      node: slice(file.node),
      busy: slice(file.busy),
      refusal: slice(file.refusal),
      referenced: slice(file.referenced),
    };
    const mapping: FileMapping = { addressPage, startPage, pages };
    this.#mapped.set(mapping, { area, present });
    const self = this.#self();
    self.areas = [...self.areas, area];
    return mapping;
  }

  faultIn(mapping: FileMapping, startPage: number, pages: number): Uint8Array {
    const { area, present } = this.#need(mapping);
    const resident = new Uint8Array(pages);
    for (let i = 0; i < pages; i += 1) {
      const index = startPage + i - mapping.startPage;
      if (index < 0 || index >= mapping.pages) throw new KernelError('ENOMEM', 'mincore');
      if ((area.node[index] ?? -1) < 0) continue;
      resident[i] = 1;
      present[index] = 1;
    }
    return resident;
  }

  unmap(mapping: FileMapping): void {
    const { area } = this.#need(mapping);
    const self = this.#self();
    self.areas = self.areas.filter((each) => each !== area);
    this.#mapped.delete(mapping);
  }

  trial(): TrialFile {
    const path = '/proc/self/fd/9';
    this.add({ path, inode: '1', device: '1', pages: 1 });
    return { path, identity: { device: '1', inode: '1' }, close: () => this.remove(path) };
  }

  /** Descriptors and mappings that were not given back. */
  held(): number {
    return this.#open.size + this.#mapped.size;
  }

  #need(mapping: FileMapping): { readonly area: Area; readonly present: Uint8Array } {
    const found = this.#mapped.get(mapping);
    if (found === undefined) throw new KernelError('EINVAL', `munmap (errno ${errnoNumber('EINVAL')})`);
    return found;
  }
}
