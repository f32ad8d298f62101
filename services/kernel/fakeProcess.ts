/**
 * A process of the fake machine: its mappings with a node for every page, and what tests have done to them.
 */

import {
  type Mapping,
  type MemoryBounds,
  PageKind,
  type PageKindValue,
  type ProcessFacts,
  type ResidentRuns,
} from './port.js';
import { RunColumns } from './runs.js';

/** Base pages in a huge page. */
export const HUGE_PAGES = 512;
const ABSENT = -1;

export interface FakeMapping {
  readonly startPage: number;
  readonly pages: number;
  /** Node of every page, or of each by its index in the mapping; -1 for a page that is not resident. Default 0. */
  readonly node?: number | ((index: number) => number);
  /** Default `anon`. Huge kinds must begin and end on huge page boundaries. */
  readonly kind?: PageKindValue;
  readonly path?: string;
  readonly inode?: number;
  readonly permissions?: string;
  /** Other processes map these pages too: moves answer EACCES. */
  readonly shared?: boolean;
  /** The only nodes that its memory policy allows (MPOL_BIND). */
  readonly bind?: readonly number[];
}

export interface FakeSpawn {
  /** By default the lowest pid above all that were used. */
  readonly pid?: number;
  readonly name?: string;
  readonly command?: string;
  readonly cgroup?: string;
  readonly uid?: number;
  readonly parent?: number;
  readonly kernelThread?: boolean;
  readonly mappings?: readonly FakeMapping[];
}

/** A stretch of pages that was accessed in a share of the looks since the last aggregation. */
export interface Touch {
  readonly startPage: number;
  readonly pages: number;
  readonly share: number;
}

/** One mapping with its pages in columns by index. */
export interface Area {
  readonly mapping: Mapping;
  readonly kind: PageKindValue;
  readonly shared: boolean;
  /** Pages that move together: those of a folio. A power of two. */
  readonly unit: number;
  /** Pages that were faulted in, of a mapping whose pages are there without it; undefined where all that exist are. */
  readonly present?: Uint8Array;
  readonly node: Int16Array;
  /** Moves that will still answer EBUSY. */
  readonly busy: Uint8Array;
  /** Errno that each move answers; 0 for none. */
  readonly refusal: Uint8Array;
  readonly referenced: Uint8Array;
}

export class FakeProcess {
  facts: ProcessFacts;
  alive = true;
  areas: readonly Area[] = [];
  /** Nodes that its cpuset leaves it; all when undefined. */
  allowedNodes: ReadonlySet<number> | undefined;
  private bound: readonly FakeMapping[] = [];
  /** Since the last DAMON snapshot. */
  touches: Touch[] = [];

  constructor(facts: ProcessFacts, mappings: readonly FakeMapping[]) {
    this.facts = facts;
    this.map(mappings);
  }

  /** Replaces the address space, as execve does. */
  map(mappings: readonly FakeMapping[]): void {
    this.areas = [...mappings].sort((a, b) => a.startPage - b.startPage).map(makeArea);
    this.touches = [];
    this.bound = mappings.filter(({ bind }) => bind !== undefined);
  }

  bounds(): MemoryBounds {
    const bindings = this.bound
      .map(({ startPage, bind = [] }) => ({ startPage, nodes: new Set(bind) }))
      .sort((a, b) => a.startPage - b.startPage);
    return { allowedNodes: this.allowedNodes, bindings };
  }

  /** The mapping that holds a page, and the page's index in it. */
  locate(page: number): { readonly area: Area; readonly index: number } | undefined {
    const area = this.areas.find(
      ({ mapping }) => page >= mapping.startPage && page < mapping.startPage + mapping.pages,
    );
    return area === undefined ? undefined : { area, index: page - area.mapping.startPage };
  }

  /** Calls back for each page of a range that lies in a mapping. */
  eachPage(startPage: number, pages: number, visit: (area: Area, index: number) => void): void {
    for (const area of this.areas) {
      const from = Math.max(startPage, area.mapping.startPage);
      const to = Math.min(startPage + pages, area.mapping.startPage + area.mapping.pages);
      for (let page = from; page < to; page += 1) visit(area, page - area.mapping.startPage);
    }
  }

  resident(mappings: readonly Mapping[]): ResidentRuns {
    const columns = new RunColumns();
    for (const { startPage, pages } of mappings) {
      this.eachPage(startPage, pages, (area, index) => {
        if (area.node[index] !== ABSENT) columns.add(area.mapping.startPage + index, 1, area.kind);
      });
    }
    return columns.take();
  }

  /** Resident pages on a node. */
  pagesOn(node: number): number {
    return this.areas.reduce((sum, area) => sum + area.node.reduce((n, at) => n + (at === node ? 1 : 0), 0), 0);
  }
}

/** Whether pages of this kind are parts of huge pages. */
export function isHuge(kind: PageKindValue): boolean {
  return kind === PageKind.anonHuge || kind === PageKind.fileHuge || kind === PageKind.shmemHuge;
}

function makeArea(spec: FakeMapping): Area {
  const kind = spec.kind ?? PageKind.anon;
  if (isHuge(kind) && (spec.startPage % HUGE_PAGES !== 0 || spec.pages % HUGE_PAGES !== 0)) {
    throw new RangeError(`a huge mapping at page ${spec.startPage} must begin and end on huge page boundaries`);
  }
  const anonymous = kind === PageKind.anon || kind === PageKind.anonHuge;
  const shmem = kind === PageKind.shmem || kind === PageKind.shmemHuge;
  const { node = 0 } = spec;
  return {
    mapping: {
      startPage: spec.startPage,
      pages: spec.pages,
      permissions: spec.permissions ?? 'rw-p',
      offsetPages: 0,
      device: anonymous ? '00:00' : '08:01',
      inode: spec.inode ?? (anonymous ? 0 : 1),
      path: spec.path ?? (anonymous ? '' : shmem ? '/dev/shm/fake' : '/fake/file'),
    },
    kind,
    shared: spec.shared ?? false,
    unit: isHuge(kind) ? HUGE_PAGES : 1,
    node: Int16Array.from({ length: spec.pages }, (_, index) => (typeof node === 'number' ? node : node(index))),
    busy: new Uint8Array(spec.pages),
    refusal: new Uint8Array(spec.pages),
    referenced: new Uint8Array(spec.pages),
  };
}
