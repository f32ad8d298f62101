/** How scenarios write looks, nodes and amounts. */
import type { RangeColumns } from '../../services/core/columns.js';
import type { CgroupFill, HostNode } from '../../services/core/host.js';
import type { Look } from '../../services/core/look.js';

const KINDS = ['unspecified', 'anon', 'file', 'shmem', 'anonHuge', 'fileHuge', 'shmemHuge'];
const UNITS: Record<string, number> = { '': 1, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 };

/** `64Mi` → bytes. */
export function bytesOf(text: string): number {
  const [, digits = '', unit = ''] = /^(\d+)(Ki|Mi|Gi)?$/.exec(text) ?? [];
  const factor = UNITS[unit];
  if (digits === '' || factor === undefined) throw new Error(`${text} is no amount; 64Mi is one`);
  return Number(digits) * factor;
}

/** `node 0 tier 0 total 1Gi free 64Mi low 8Mi socket 0 latency 80 loaded 90 bandwidth 1000 used 900`, from low on when known. */
export function nodeOf(line: string): HostNode {
  const words = wordsOf(line);
  const low = words.get('low');
  const socket = words.get('socket');
  return {
    id: Number(words.get('node')),
    tier: Number(words.get('tier')),
    totalBytes: bytesOf(words.get('total') ?? '0'),
    freeBytes: bytesOf(words.get('free') ?? '0'),
    ...(low === undefined ? {} : { lowWatermarkBytes: bytesOf(low) }),
    ...(socket === undefined ? {} : { socket: Number(socket) }),
    readLatencyNs: known(words, 'latency'),
    loadedLatencyNs: known(words, 'loaded'),
    readBandwidthMbps: known(words, 'bandwidth'),
    usedBandwidthMbps: known(words, 'used'),
  };
}

function known(words: ReadonlyMap<string, string>, name: string): number | undefined {
  const word = words.get(name);
  return word === undefined ? undefined : Number(word);
}

/** `cgroup /db 0:64Mi 1:8Mi`: what it has on each node. */
export function cgroupOf(line: string): CgroupFill {
  const [, path = '', ...fills] = line.split(/\s+/);
  const nodes = fills.map((fill) => {
    const [id = '', bytes = ''] = fill.split(':');
    return { id: Number(id), bytes: bytesOf(bytes) };
  });
  return { path, nodes };
}

/**
 * Lines `0-99 seen 0.5 node 1 kind anon` (share of looks; node and kind may be left out) are resident runs, and
 * `covered 0-99 200-299` says what was looked at: without it, all the runs.
 */
export function lookOf(
  lines: readonly string[],
  times: Pick<Look, 'windowSeconds' | 'endUnixMs' | 'residencyUnixMs' | 'pageGranular'>,
): Look {
  const covered = lines.find((line) => line.startsWith('covered'));
  const runs = lines
    .filter((line) => line !== covered)
    .map((line) => ({ range: line.split(' ')[0] ?? '', words: wordsOf(`range ${line}`) }));
  const ranges = rangesOf(runs.map(({ range }) => range));
  const nodes = [...new Set(runs.map(({ words }) => Number(words.get('node') ?? 255)))];
  return {
    ...times,
    runs: {
      ...ranges,
      evidence: Uint8Array.from(runs, ({ words }) => Math.round(Number(words.get('seen') ?? 0) * 255)),
      node: Uint8Array.from(runs, ({ words }) => nodes.indexOf(Number(words.get('node') ?? 255))),
      kind: Uint8Array.from(runs, ({ words }) => KINDS.indexOf(words.get('kind') ?? 'anon')),
    },
    coverage: covered === undefined ? ranges : rangesOf(covered.split(' ').slice(1)),
    nodes,
  };
}

/** `0-99` → pages 0 to 99, both of them with it. */
export function rangesOf(texts: readonly string[]): RangeColumns {
  const pairs = texts.map((text) => text.split('-').map(Number) as [number, number]);
  return {
    startPage: Float64Array.from(pairs, ([first]) => first),
    pages: Float64Array.from(pairs, ([first, last]) => last - first + 1),
  };
}

/** `a 1 b 2` → a: 1, b: 2. */
function wordsOf(line: string): Map<string, string> {
  const words = line.split(/\s+/);
  const named = new Map<string, string>();
  for (let i = 0; i + 1 < words.length; i += 2) named.set(words[i] as string, words[i + 1] as string);
  return named;
}
