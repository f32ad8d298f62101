import { holdsPages } from '../kernel/maps.js';
import type { PagePort, ProcessPort, ResidentRuns } from '../kernel/port.js';

/** Where the pages of a process are: ascending, disjoint runs of one kind on one node. */
export interface Residency {
  readonly startPage: Float64Array;
  readonly pages: Uint32Array;
  /** PageKind. */
  readonly kind: Uint8Array;
  /** Linux node id. */
  readonly node: Uint16Array;
  /** Unix ms when reading began: a page that moved later is not where this says. */
  readonly readUnixMs: number;
  /** Wall seconds that reading took. */
  readonly tookSeconds: number;
}

/** Pages asked for in one call: move_pages answers at full speed from 64 on, and 2048 keep a call below a millisecond. */
const QUERY_PAGES = 2048;
/** Base pages of a huge page (PMD size on x86-64 and arm64 with 4 KiB pages): all on one node, so one of them is asked for. */
const HUGE_PAGES = 512;
const FIRST_HUGE_KIND = 4;

/** Reads where every resident page of a process is; undefined when it is gone. Yields to other work between calls. */
export async function readResidency(
  ports: { readonly processes: ProcessPort; readonly pages: PagePort },
  pid: number,
  clock: { unixMs(): number; seconds(): number },
): Promise<Residency | undefined> {
  const readUnixMs = clock.unixMs();
  const began = clock.seconds();
  const mappings = ports.processes.mappings(pid);
  const resident = mappings && ports.processes.resident(pid, mappings.filter(holdsPages));
  if (!resident) return undefined;
  const runs = new RunColumns();
  const status = new Int32Array(QUERY_PAGES);
  for (const query of queriesOf(resident)) {
    const answers = status.subarray(0, query.pages.length);
    ports.pages.queryNodes(pid, query.pages, answers);
    for (let i = 0; i < answers.length; i++) {
      const node = answers[i] as number;
      // A negative status is an errno: the page went away since, or is the shared zero page. It is nowhere.
      if (node >= 0) runs.add(query.pages[i] as number, query.span[i] as number, query.kind[i] as number, node);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { ...runs.columns(), readUnixMs, tookSeconds: clock.seconds() - began };
}

interface Query {
  readonly pages: Float64Array;
  /** Base pages that each asked page stands for. */
  readonly span: Uint16Array;
  readonly kind: Uint8Array;
}

function* queriesOf(resident: ResidentRuns): Generator<Query> {
  let pages = new Float64Array(QUERY_PAGES);
  let span = new Uint16Array(QUERY_PAGES);
  let kind = new Uint8Array(QUERY_PAGES);
  let filled = 0;
  for (let run = 0; run < resident.startPage.length; run++) {
    const runKind = resident.kind[run] as number;
    const end = (resident.startPage[run] as number) + (resident.pages[run] as number);
    for (let page = resident.startPage[run] as number; page < end; ) {
      const step = runKind >= FIRST_HUGE_KIND ? Math.min(HUGE_PAGES - (page % HUGE_PAGES), end - page) : 1;
      pages[filled] = page;
      span[filled] = step;
      kind[filled] = runKind;
      page += step;
      if (++filled === QUERY_PAGES) {
        yield { pages, span, kind };
        pages = new Float64Array(QUERY_PAGES);
        span = new Uint16Array(QUERY_PAGES);
        kind = new Uint8Array(QUERY_PAGES);
        filled = 0;
      }
    }
  }
  if (filled > 0) {
    yield { pages: pages.subarray(0, filled), span: span.subarray(0, filled), kind: kind.subarray(0, filled) };
  }
}

/** Grows columns of runs, joining neighbours that are alike. */
class RunColumns {
  private count = 0;
  private startPage = new Float64Array(256);
  private pages = new Uint32Array(256);
  private kind = new Uint8Array(256);
  private node = new Uint16Array(256);

  add(page: number, span: number, kind: number, node: number): void {
    const last = this.count - 1;
    if (
      last >= 0 &&
      (this.startPage[last] as number) + (this.pages[last] as number) === page &&
      this.kind[last] === kind &&
      this.node[last] === node
    ) {
      this.pages[last] = (this.pages[last] as number) + span;
      return;
    }
    if (this.count === this.startPage.length) this.grow();
    this.startPage[this.count] = page;
    this.pages[this.count] = span;
    this.kind[this.count] = kind;
    this.node[this.count] = node;
    this.count++;
  }

  columns(): Pick<Residency, 'startPage' | 'pages' | 'kind' | 'node'> {
    return {
      startPage: this.startPage.slice(0, this.count),
      pages: this.pages.slice(0, this.count),
      kind: this.kind.slice(0, this.count),
      node: this.node.slice(0, this.count),
    };
  }

  private grow(): void {
    const capacity = this.count * 2;
    const bigger = <T extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.startPage = bigger(new Float64Array(capacity), this.startPage);
    this.pages = bigger(new Uint32Array(capacity), this.pages);
    this.kind = bigger(new Uint8Array(capacity), this.kind);
    this.node = bigger(new Uint16Array(capacity), this.node);
  }
}
