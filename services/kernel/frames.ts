/**
 * Page frames: which node each belongs to, and whether there is a page in it that could be migrated.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { asKernelError } from './errno.js';
import { readText } from './files.js';

/** linux/kernel-page-flags.h: on an LRU list, where page cache, tmpfs and anonymous memory are. */
const KPF_LRU = 5;
const ENTRY_BYTES = 8;
/** Frames of one read. */
const MOST_FRAMES = 65_536;

/** Frames that a zone of a node spans; it may have holes. */
export interface FrameSpan {
  readonly node: number;
  readonly startFrame: number;
  readonly frames: number;
}

/** Spans of all zones that have frames (zoneinfo_show_print, mm/vmstat.c). */
export function parseFrameSpans(zoneinfo: string): FrameSpan[] {
  const spans: FrameSpan[] = [];
  let node: number | undefined;
  let spanned = 0;
  for (const line of zoneinfo.split('\n')) {
    const head = /^Node (\d+), zone/.exec(line);
    if (head) {
      node = Number(head[1]);
      spanned = 0;
      continue;
    }
    const frames = /^\s+spanned\s+(\d+)/.exec(line);
    if (frames) spanned = Number(frames[1]);
    const start = /^\s+start_pfn:\s+(\d+)/.exec(line);
    if (start && node !== undefined && spanned > 0) spans.push({ node, startFrame: Number(start[1]), frames: spanned });
  }
  return spans;
}

export class Frames {
  readonly #procRoot: string;

  constructor(procRoot: string) {
    this.#procRoot = procRoot;
  }

  firstOf(node: number): number | undefined {
    return this.#spans().find((span) => span.node === node)?.startFrame;
  }

  /** Node of each frame; -1 for one that is in no zone, or in zones of two nodes at once. A frame never changes its node. */
  nodes(frames: Float64Array): Int32Array {
    const spans = this.#spans();
    return Int32Array.from(frames, (frame) => {
      const nodes = new Set<number>();
      for (const { node, startFrame, frames: count } of spans) {
        if (frame >= startFrame && frame < startFrame + count) nodes.add(node);
      }
      const [only = -1] = nodes;
      return nodes.size === 1 ? only : -1;
    });
  }

  /**
   * 1 for each frame that holds a page of an LRU list, by /proc/kpageflags, which asks for CAP_SYS_ADMIN. Pages on their way to a
   * list, and those taken off for a migration, are on none. Frames ascending. Throws a KernelError.
   */
  listed(frames: Float64Array): Uint8Array {
    const path = `${this.#procRoot}/kpageflags`;
    const found = new Uint8Array(frames.length);
    try {
      const fd = openSync(path, 'r');
      try {
        for (let from = 0; from < frames.length; ) from = readStretch(fd, frames, from, found);
      } finally {
        closeSync(fd);
      }
    } catch (error) {
      throw asKernelError(error, path);
    }
    return found;
  }

  #spans(): readonly FrameSpan[] {
    return parseFrameSpans(readText(`${this.#procRoot}/zoneinfo`) ?? '');
  }
}

/** Reads the flags of neighbours from index `from` on; answers with the index after the last. */
function readStretch(fd: number, frames: Float64Array, from: number, found: Uint8Array): number {
  const first = frames[from] as number;
  let to = from + 1;
  while (to < frames.length && to - from < MOST_FRAMES && frames[to] === first + (to - from)) to++;
  const entries = Buffer.alloc((to - from) * ENTRY_BYTES);
  const bytes = readSync(fd, entries, 0, entries.length, first * ENTRY_BYTES);
  for (let i = from; (i - from + 1) * ENTRY_BYTES <= bytes; i++) {
    found[i] = (entries.readUInt8((i - from) * ENTRY_BYTES) >> KPF_LRU) & 1;
  }
  return to;
}
