/**
 * Building of resident runs: neighbouring pages of one kind become one run.
 */
import { isShmem } from './maps.js';
import { type Mapping, PageKind, type PageKindValue, type ResidentRuns } from './port.js';

/** Columns that grow. Pages must come in ascending order. */
export class RunColumns {
  #startPage = new Float64Array(256);
  #pages = new Uint32Array(256);
  #kind = new Uint8Array(256);
  #length = 0;
  #nextPage = -1;
  #lastKind = 0;

  /** Adds pages behind those already there; they join the last run where they touch it and are of its kind. */
  add(startPage: number, pages: number, kind: PageKindValue): void {
    if (startPage === this.#nextPage && kind === this.#lastKind) {
      this.#pages[this.#length - 1] = (this.#pages[this.#length - 1] ?? 0) + pages;
    } else {
      if (this.#length === this.#startPage.length) this.#grow();
      this.#startPage[this.#length] = startPage;
      this.#pages[this.#length] = pages;
      this.#kind[this.#length] = kind;
      this.#length += 1;
      this.#lastKind = kind;
    }
    this.#nextPage = startPage + pages;
  }

  /** The runs so far, in columns of their own. */
  take(): ResidentRuns {
    return {
      startPage: this.#startPage.slice(0, this.#length),
      pages: this.#pages.slice(0, this.#length),
      kind: this.#kind.slice(0, this.#length),
    };
  }

  #grow(): void {
    const capacity = this.#startPage.length * 2;
    const startPage = new Float64Array(capacity);
    startPage.set(this.#startPage);
    const pages = new Uint32Array(capacity);
    pages.set(this.#pages);
    const kind = new Uint8Array(capacity);
    kind.set(this.#kind);
    this.#startPage = startPage;
    this.#pages = pages;
    this.#kind = kind;
  }
}

/**
 * Kind of a page: whether it is of a file (pagemap bit 61, PAGE_IS_FILE; shared anonymous memory counts as such), whether
 * a huge page maps it, and what its mapping is of.
 */
export function pageKind(mapping: Mapping, file: boolean, huge: boolean): PageKindValue {
  if (!file) return huge ? PageKind.anonHuge : PageKind.anon;
  if (isShmem(mapping)) return huge ? PageKind.shmemHuge : PageKind.shmem;
  return huge ? PageKind.fileHuge : PageKind.file;
}
