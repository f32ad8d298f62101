import { fromJSON, type MessageTypeDefinition } from '@grpc/proto-loader';
import { type Batches, HALF_LIFE_SECONDS, WINDOW_SECONDS } from './batches.js';

interface NaiveRun {
  readonly start: string;
  readonly pages: number;
  readonly evidence: number;
  readonly node: number;
  readonly kind: number;
}

interface Known {
  pages: number;
  heat: number;
  ageSeconds: number;
  node: number;
  kind: number;
  seen: number;
}

const field = (id: number, type: string): { id: number; type: string } => ({ id, type });
const definition = fromJSON(
  {
    nested: {
      Run: {
        fields: {
          start: field(1, 'uint64'),
          pages: field(2, 'uint32'),
          evidence: field(3, 'uint32'),
          node: field(4, 'uint32'),
          kind: field(5, 'uint32'),
        },
      },
      Batch: { fields: { runs: { rule: 'repeated', ...field(1, 'Run') } } },
    },
  },
  { longs: String, defaults: true },
)['Batch'] as unknown as MessageTypeDefinition<object, object>;

const SPACES = 100;
const WINDOWS = 3;

/** CPU ns a run of the plain way: a message a run, decoded to objects, which a Map by space and page number keeps. */
export function naiveIngestNs(batches: Batches): number {
  const { serialize, deserialize } = definition;
  const bytes = Array.from({ length: SPACES * WINDOWS }, (_, i) => {
    const look = batches.looks[Math.floor(i / SPACES) * batches.spaces + (i % SPACES)];
    return serialize({ runs: look ? unpacked(look.runs) : [] });
  });
  const known = new Map<string, Known>();
  const keep = 2 ** (-WINDOW_SECONDS / HALF_LIFE_SECONDS);
  let runs = 0;
  let microseconds = 0;
  for (let window = 0; window < WINDOWS; window++) {
    const before = process.cpuUsage();
    for (let space = 0; space < SPACES; space++) {
      const batch = deserialize(bytes[window * SPACES + space] as Buffer) as { readonly runs: readonly NaiveRun[] };
      for (const run of batch.runs) ingest(known, `${space}:${run.start}`, run, keep);
      if (window > 0) runs += batch.runs.length;
    }
    const { user, system } = process.cpuUsage(before);
    // The first window makes the model; the others are what a brain lives on.
    if (window > 0) microseconds += user + system;
  }
  return (microseconds * 1000) / runs;
}

function ingest(known: Map<string, Known>, key: string, run: NaiveRun, keep: number): void {
  const { pages, evidence, node, kind } = run;
  const target = evidence / 255;
  const old = known.get(key);
  known.set(key, {
    pages,
    node,
    kind,
    heat: old ? target + (old.heat - target) * keep : target,
    ageSeconds: evidence > 0 ? 0 : (old?.ageSeconds ?? 0) + WINDOW_SECONDS,
    seen: (((old?.seen ?? 0) << 1) | Math.sign(evidence)) & 255,
  });
}

function unpacked({ count, gaps, lengths, evidence, node, kind }: Batches['looks'][number]['runs']): object[] {
  const read = (bytes: Uint8Array): (() => number) => {
    let at = 0;
    return () => {
      let value = 0;
      let scale = 1;
      for (;;) {
        const byte = bytes[at++] as number;
        value += (byte & 127) * scale;
        if (byte < 128) return value;
        scale *= 128;
      }
    };
  };
  const [gap, length] = [read(gaps), read(lengths)];
  let page = 0;
  return Array.from({ length: count }, (_, i) => {
    const start = page + gap();
    const pages = length();
    page = start + pages;
    return { start, pages, evidence: evidence[i], node: node[i], kind: kind[i] };
  });
}
