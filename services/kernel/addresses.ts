/**
 * Pages as calls name them: 64-bit addresses, low word first, two words a page. No BigInt: page numbers stay below 2^52, so their
 * products with the page size are exact as floating point.
 */
const TWO_32 = 2 ** 32;

/** Addresses of pages, written once and passed to as many calls as name them. */
export class PageAddresses {
  private constructor(
    readonly words: Uint32Array,
    readonly length: number,
    private readonly pageSize: number,
  ) {}

  /** Of ranges of pages; written into `room`, two words a page, where it is large enough. */
  static ofRanges(
    { startPage, pages }: { readonly startPage: Float64Array; readonly pages: Float64Array },
    pageSize: number,
    room = new Uint32Array(0),
  ): PageAddresses {
    let count = 0;
    for (const length of pages) count += length;
    const words = room.length >= 2 * count ? room : new Uint32Array(2 * count);
    let at = 0;
    for (let range = 0; range < pages.length; range += 1) {
      at = writeRange(startPage[range] as number, pages[range] as number, pageSize, words, at);
    }
    return new PageAddresses(words, count, pageSize);
  }

  /** The pages from one index up to another. */
  part(from: number, to: number): PageAddresses {
    return new PageAddresses(this.words.subarray(2 * from, 2 * to), to - from, this.pageSize);
  }

  /** Page numbers. */
  numbers(): Float64Array {
    const { words, pageSize } = this;
    return Float64Array.from({ length: this.length }, (_, i) => {
      return ((words[2 * i + 1] as number) * TWO_32 + (words[2 * i] as number)) / pageSize;
    });
  }
}

/** Page numbers of a list in either form. */
export function numbersOf(list: Float64Array | PageAddresses): Float64Array {
  return list instanceof PageAddresses ? list.numbers() : list;
}

/** Writes the addresses of page numbers, in any order. */
export function writeAddresses(pages: Float64Array, pageSize: number, words: Uint32Array): void {
  for (let i = 0; i < pages.length; i += 1) writeRange(pages[i] as number, 1, pageSize, words, i);
}

/** Writes neighbouring pages from entry `at` on, by additions of 32-bit integers; answers with the entry behind them. */
function writeRange(startPage: number, pages: number, pageSize: number, words: Uint32Array, at: number): number {
  let page = startPage;
  let next = at;
  for (const end = at + pages; next < end; ) {
    const address = page * pageSize;
    const high = (address / TWO_32) >>> 0;
    // Until the low word is full.
    const stop = Math.min(end, next + Math.floor((TWO_32 - (address >>> 0)) / pageSize));
    page += stop - next;
    let low = address | 0;
    for (; next < stop; next += 1) {
      words[2 * next] = low;
      words[2 * next + 1] = high;
      low = (low + pageSize) | 0;
    }
  }
  return next;
}
