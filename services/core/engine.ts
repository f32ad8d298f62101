/**
 * The inner loops in WebAssembly (services/core/engine): three times as fast as the same in JavaScript. All calls are
 * synchronous and leave nothing behind but what they return, so that one instance and one memory serve all spaces.
 *
 * Its memory, from low to high: its own | tables of a merge | tables of wishes | looks decoded since beginLooks | the merge or plan at hand.
 */
import { type RangeColumns, RUN_BYTES } from './columns.js';
import { ENGINE_WASM } from './engineBytes.js';
import type { DecodedRuns, LookRuns, PackedRuns } from './look.js';
import { PAGE_LIMIT, RESIDENT_MAX_PAGES } from './quantities.js';

type Address = number;

/** What services/core/engine exports. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  decodedPages(): number;
  decode(
    gaps: Address,
    gapsEnd: Address,
    lengths: Address,
    lengthsEnd: Address,
    count: number,
    places: Address,
    longs: Address,
    most: bigint,
  ): number;
  // biome-ignore lint/suspicious/noExplicitAny: 15 numbers; merge.ts gives them in the order of engine/merge.ts.
  merge(...numbers: any[]): number;
  join(
    table: Address,
    capacity: number,
    count: number,
    out: Address,
    outCapacity: number,
    heatBits: number,
    ageBits: number,
    blur: number,
  ): number;
  hasHuge(table: Address, capacity: number, count: number, firstHuge: number, hugeKinds: number): number;
  areWhole(table: Address, capacity: number, count: number, firstHuge: number, hugeKinds: number, part: number): number;
  wished(
    table: Address,
    capacity: number,
    count: number,
    tables: Address,
    hot: number,
    cold: number,
    maxStale: number,
    demote: number,
    displace: number,
    leastUp: number,
    leastDown: number,
    out: Address,
    outCapacity: number,
  ): number;
  changing(
    table: Address,
    capacity: number,
    count: number,
    tables: Address,
    hot: number,
    cold: number,
    maxStale: number,
    promote: number,
    displace: number,
  ): number;
  sameBorders(table: Address, count: number, places: Address): number;
  // biome-ignore lint/suspicious/noExplicitAny: 14 numbers; steady.ts gives them in the order of engine/steady.ts.
  mergeSteady(...numbers: any[]): number;
  hits(
    count: number,
    places: Address,
    longs: Address,
    evidence: Address,
    rates: Address,
    masks: Address,
    a: Address,
    b: Address,
    c: Address,
    d: Address,
    lanes: Address,
    out: Address,
  ): void;
  relayout(from: Address, fromCapacity: number, to: Address, toCapacity: number, count: number): void;
}

declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: unknown };
};

const binary = Uint8Array.from(atob(ENGINE_WASM), (character) => character.charCodeAt(0));
export const engine = new WebAssembly.Instance(new WebAssembly.Module(binary)).exports as Exports;

/** Three tables of 256 bytes: node ids, whether a mark's pages take the node read, mark → mark. */
export const TABLES: Address = 4096;
/** Wishes, least heats, kinds and marks of a site, and what the engine writes there itself: 3608 bytes. */
export const WISHES: Address = 8192;
const LOOKS: Address = 12_288;
const WASM_PAGE = 65_536;
/** Pages that stand for as many or more where a look's run is decoded, as in engine/run.ts. */
const LONG_PAGES = 65_535;

let looksEnd = LOOKS;
/** Told apart so that a look of a former batch is refused rather than read as another's. */
let generation = 0;
let view = new Uint8Array(engine.memory.buffer);
let words = new Uint32Array(engine.memory.buffer);

/** Where the merge at hand may begin. */
export function scratch(): Address {
  return looksEnd;
}

/** The engine's memory, grown to `end` at least. Throws RangeError where the machine does not give as much. */
export function memoryTo(end: Address): Uint8Array {
  if (view.length < end) {
    // A half more: growing detaches every view.
    engine.memory.grow(Math.min(65_536 - view.length / WASM_PAGE, Math.ceil((end * 1.5 - view.length) / WASM_PAGE)));
    view = new Uint8Array(engine.memory.buffer);
    words = new Uint32Array(engine.memory.buffer);
  }
  if (view.length < end) throw new RangeError(`heat: a merge needs ${end} bytes; the engine addresses 4 GiB`);
  return view;
}

export function aligned(address: Address): Address {
  return Math.ceil(address / 8) * 8;
}

/** Copies a table's columns into the engine's memory. */
export function placeTable(bytes: Uint8Array): Address {
  const at = placed();
  memoryTo(at + bytes.length).set(bytes, at);
  return at;
}

/** The same without starts and pages. */
export function placeTraits(bytes: Uint8Array): Address {
  const at = placed();
  const from = (8 * bytes.length) / RUN_BYTES;
  memoryTo(at + bytes.length).set(from > 0 ? bytes.subarray(from) : bytes, at + from);
  return at;
}

/** Where the table that was placed last is, while nothing else took its place. */
export function placed(): Address {
  return aligned(scratch());
}

/** Forgets the looks decoded: those of one batch are merged before the next is read. */
export function beginLooks(): void {
  looksEnd = LOOKS;
  generation++;
}

/** Sets bytes apart, for as long as the looks decoded so far are valid. */
export function reserve(bytes: number): Address {
  const at = looksEnd;
  looksEnd = aligned(at + bytes);
  memoryTo(looksEnd);
  return at;
}

/** Unpacks a look's runs; they are valid until beginLooks. Undefined where the columns do not hold what they claim. */
export function decodeRuns({ count, gaps, lengths, evidence, node, kind }: PackedRuns): DecodedRuns | undefined {
  // A varint takes at least a byte.
  if (count > gaps.length || count > lengths.length) return undefined;
  const places = looksEnd;
  const longs = places + 8 * count;
  const bytes = longs + 8 * count;
  const packed = aligned(bytes + 3 * count);
  const memory = memoryTo(packed + gaps.length + lengths.length);
  memory.set(gaps, packed);
  memory.set(lengths, packed + gaps.length);
  const lengthsAt = packed + gaps.length;
  const end = lengthsAt + lengths.length;
  const most = BigInt(RESIDENT_MAX_PAGES);
  if (engine.decode(packed, lengthsAt, lengthsAt, end, count, places, longs, most) !== 0) return undefined;
  memory.set(evidence, bytes);
  memory.set(node, bytes + count);
  memory.set(kind, bytes + 2 * count);
  looksEnd = packed;
  return { decodedAt: places, count, totalPages: engine.decodedPages(), generation };
}

/** The columns of a look decoded, copied out of the engine's memory. */
export function columnsOf({ decodedAt, count, generation: of }: DecodedRuns): LookRuns {
  if (of !== generation) throw new RangeError('look: its batch is no longer the one being read');
  const { buffer } = engine.memory;
  const bytes = (column: number): Uint8Array =>
    new Uint8Array(buffer, decodedAt + (16 + column) * count, count).slice();
  // Two words a place, as in a table; long runs' pages stand in the column after, low word first.
  const halves = new Uint32Array(buffer, decodedAt, 4 * count);
  const startPage = new Float64Array(count);
  const pages = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const high = halves[2 * i + 1] as number;
    startPage[i] = (high & 0xffff) * 0x1_0000_0000 + (halves[2 * i] as number);
    pages[i] = high >>> 16;
    if (pages[i] !== LONG_PAGES) continue;
    const long = 2 * (count + i);
    pages[i] = (halves[long] as number) + (halves[long + 1] as number) * 0x1_0000_0000;
  }
  return { startPage, pages, evidence: bytes(0), node: bytes(1), kind: bytes(2) };
}

/** A look decoded with other nodes, one a run, written over its own: what is merged in turn may have each its own. */
export function withNodes(runs: DecodedRuns, node: Uint8Array): DecodedRuns {
  if (runs.generation !== generation) throw new RangeError('look: its batch is no longer the one being read');
  if (node.length !== runs.count) throw new RangeError(`look: ${node.length} nodes for ${runs.count} runs`);
  view.set(node, runs.decodedAt + 17 * runs.count);
  return runs;
}

/** Where a look's runs are in memory: those decoded there, others copied to `to`. */
export function placeLook(runs: LookRuns | DecodedRuns, to: Address): DecodedRuns {
  if ('decodedAt' in runs) {
    if (runs.generation !== generation) throw new RangeError('look: its batch is no longer the one being read');
    return runs;
  }
  const count = runs.startPage.length;
  const memory = memoryTo(to + 19 * count);
  const totalPages = placeRanges(runs, to);
  for (let i = 0, at = to / 4 + 1; i < count; i++, at += 2) {
    words[at] = (words[at] as number) | (Math.min(runs.pages[i] as number, LONG_PAGES) << 16);
  }
  memory.set(runs.evidence, to + 16 * count);
  memory.set(runs.node, to + 17 * count);
  memory.set(runs.kind, to + 18 * count);
  return { decodedAt: to, count, totalPages, generation };
}

/** Copies ranges to `to`, 16 bytes each, and returns their pages. Throws RangeError unless they are ascending and disjoint. */
export function placeRanges({ startPage, pages }: RangeColumns, to: Address): number {
  const count = startPage.length;
  memoryTo(to + 16 * count);
  let end = 0;
  let total = 0;
  for (let i = 0; i < count; i++) {
    const start = startPage[i] as number;
    const length = pages[i] as number;
    if (!(start >= end && length > 0 && start < PAGE_LIMIT)) throw new RangeError(`look: range ${i} is out of order`);
    const at = to / 4 + 2 * i;
    words[at] = start % 0x1_0000_0000;
    words[at + 1] = start / 0x1_0000_0000;
    words[at + 2 * count] = length % 0x1_0000_0000;
    words[at + 2 * count + 1] = length / 0x1_0000_0000;
    end = start + length;
    total += length;
  }
  return total;
}
