import { Feed, PAGES_A_PLAN } from '../../integration/actuator/feed.js';
import { type Figure, figure } from '../figure.js';
import { guestRun } from './guestRun.js';

const FAKE_KILLS = 200;
const FAKE_PLANS = 200;
const LAB_KILLS = 10;
const LAB_MIB = 48;
const LAB_BYTES_PER_SECOND = 24e6;
const LAB_LIMIT_SECONDS = 900;

interface Crashed {
  /** Pages that are not where their plan says. */
  readonly misplaced: number;
  /** Moves beyond one for each page. */
  readonly again: number;
  /** Plans without an outcome, with more than one, or with one that tells of other pages than were moved. */
  readonly lost: number;
}

/** A plan and its outcome outlive the process: killed at random moments, over pages in a file that a killed process leaves as they are. */
export async function crashFakeBench(runs: number): Promise<Figure[]> {
  const done: Crashed[] = [];
  for (let i = 0; i < runs; i++) {
    process.stderr.write(`actuator: killed ${FAKE_KILLS} times over pages in a file, about 60 s\n`);
    const feed = new Feed(FAKE_PLANS);
    await feed.killed(FAKE_KILLS);
    const whole = feed.outcomes().filter(({ totals }) => Number(totals?.pagesMoved) === PAGES_A_PLAN);
    done.push({
      misplaced: feed.nodes().filter((node) => node !== 0).length,
      again: feed.moveCounts().reduce((sum, count) => sum + Math.max(0, count - 1), 0),
      lost: FAKE_PLANS - new Set(whole.map(({ planId }) => planId)).size + (feed.outcomes().length - whole.length),
    });
  }
  return crashFigures('fake', done);
}

/** The same on the lab's kernel, whose pgmigrate_success counts the moves. */
export async function crashLabBench(runs: number): Promise<Figure[]> {
  const done: Crashed[] = [];
  for (let i = 0; i < runs; i++) {
    process.stderr.write(`actuator: killed ${LAB_KILLS} times in the lab, about 5 minutes\n`);
    const scene = { kind: 'crash', mib: LAB_MIB, bytesPerSecond: LAB_BYTES_PER_SECOND, kills: LAB_KILLS } as const;
    const lines = await guestRun(scene, LAB_LIMIT_SECONDS);
    const crashes = lines.filter((line) => line.event === 'crash');
    const sum = (of: (crash: (typeof crashes)[number]) => number) =>
      crashes.reduce((total, each) => total + of(each), 0);
    done.push({
      misplaced: sum(({ pages, onTarget }) => pages - onTarget),
      again: sum(({ migrated, pages }) => Math.abs(migrated - pages)),
      lost:
        LAB_KILLS - crashes.filter(({ outcomes, toldMoved, pages }) => outcomes === 1 && toldMoved === pages).length,
    });
  }
  return crashFigures('lab', done);
}

function crashFigures(where: 'fake' | 'lab', done: readonly Crashed[]): Figure[] {
  const of = (what: string, unit: string, value: (each: Crashed) => number) =>
    figure('actuator', `crash-${what}:${where}`, done.map(value), unit, '', { most: 0 });
  return [
    of('misplaced', 'pages', ({ misplaced }) => misplaced),
    of('moved-again', 'moves', ({ again }) => again),
    of('lost', 'outcomes', ({ lost }) => lost),
  ];
}
