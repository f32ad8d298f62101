import { join } from 'node:path';
import { checkoutRoot, lab } from '../../lab/guest.js';
import { type Figure, figure } from '../figure.js';
import { KINDS, type Kind } from './heldMemory.js';

const AREA = 'actuator';
const MIB = 256;
/** Of each of the two nodes: all of a kind fits on either, with room for the guest itself. */
const NODE_MIB = 900;
/** For all kinds on a busy machine; one kind alone takes a minute or two. */
const GUEST_LIMIT_SECONDS = 1500;

export const MOVED_SHARE_NAMES = KINDS.flatMap((kind) => [`moved-share:${kind}`, `moved-mb-per-s:${kind}`]);

/** One way of one kind, as the guest tells it. */
export interface MovedWay {
  readonly kind: Kind;
  readonly from: number;
  readonly to: number;
  readonly pages: number;
  /** Pages by where the kernel says they are: before the first way, and after this one. */
  readonly begun: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
  /** By the outcome, and by the kernel's pgmigrate_success, which counts what others moved as well. */
  readonly pagesMoved: number;
  readonly migrated: number;
  readonly failed: Readonly<Record<string, string>>;
  readonly skipped: Readonly<Record<string, string>>;
  /** Within the calls that moved. */
  readonly seconds: number;
  readonly sameContent: boolean;
}

/** Moves memory of each kind there and back in a lab guest. Throws when the guest fails. */
async function moveThereAndBack(kinds: readonly Kind[]): Promise<MovedWay[]> {
  const root = checkoutRoot();
  const program = ['node', join(root, 'dist/test/guests/movedShare.js'), join(root, 'dist/bench/held')];
  const limits = ['-m', `${NODE_MIB},${NODE_MIB}`, '-d', '1', '-t', String(GUEST_LIMIT_SECONDS), '-C', root];
  const { status, stdout, stderr } = await lab([...limits, '--', ...program, String(MIB), ...kinds], {
    limitMs: (GUEST_LIMIT_SECONDS + 30) * 1000,
  });
  if (status !== 0) throw new Error(`the guest ended with ${status}\n${stdout}${stderr}`);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as MovedWay);
}

/** Share of all pages of a kind that are on the target after each way, by the kernel's word; none is left out as unmovable. */
export async function movedShareBench(runs: number, wanted: (name: string) => boolean): Promise<Figure[]> {
  const kinds = KINDS.filter((kind) => wanted(`moved-share:${kind}`) || wanted(`moved-mb-per-s:${kind}`));
  const ways: MovedWay[] = [];
  for (let run = 0; run < runs; run++) {
    process.stderr.write(`${AREA}: moved-share of ${kinds.join(', ')}, run ${run + 1} of ${runs}\n`);
    ways.push(...(await moveThereAndBack(kinds)));
  }
  for (const way of ways) process.stderr.write(`${JSON.stringify(way)}\n`);
  return kinds.flatMap((kind) => {
    const own = ways.filter((way) => way.kind === kind);
    const spoiled = own.find(({ sameContent }) => !sameContent);
    if (spoiled)
      throw new Error(`the content of ${kind} changed on the way from node ${spoiled.from} to ${spoiled.to}`);
    const rates = own.map(({ pagesMoved, seconds }) => (pagesMoved * 4096) / 1e6 / seconds);
    return [
      figure(AREA, `moved-share:${kind}`, own.map(shareMoved), 'share', 'pages', { least: 1 }),
      figure(AREA, `moved-mb-per-s:${kind}`, rates, 'MB/s'),
    ];
  });
}

/** Of a way's pages, those on its target afterwards; 0 where the actuator moved none, for then they were there before. */
export function shareMoved({ after, to, pages, pagesMoved }: MovedWay): number {
  return pagesMoved === 0 ? 0 : (after[to] ?? 0) / pages;
}
