/**
 * Collector and actuator as processes on a real kernel, and plans made by hand: every kind of memory goes to the slow node and
 * back (the truth is the kernel's word on where pages are, and the holder's on what is in them); what keeps a page from moving has
 * its name in the outcome, and the page is where it was; and movers that a plan has to name do what they say.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import test from 'node:test';
import { KINDS } from '../bench/actuator/heldMemory.js';
import type { MovedWay } from '../bench/actuator/movedShare.js';
import { checkoutRoot, lab } from './guest.js';

interface Surge {
  readonly begun: { readonly free: number; readonly onSlow: number };
  readonly off: { readonly free: number; readonly onSlow: number; readonly refused: boolean };
  readonly on: { readonly free: number; readonly onSlow: number; readonly demoted: number; readonly left: number };
  /** Page cache dropped by reclaim of the cgroup, and what the counters tell of it, in bytes. */
  readonly dropped: { readonly lost: number; readonly left: number };
}

interface Told extends Partial<Surge> {
  readonly what: string;
  readonly pages: number;
  readonly pagesMoved: string;
  readonly pagesSkipped: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, number>>;
  readonly sameContent?: boolean;
  readonly migrated?: number;
  readonly bytes?: string;
  readonly lookAge?: number;
  readonly table?: string;
}

/** Of each kind of memory that goes there and back. */
const MIB = 8;
/** What the kernel may migrate for itself (compaction) while a plan is carried out. */
const OTHERS_PAGES = 64;

test('a real kernel stands in the way of some pages, and moves others in rare ways', {
  timeout: 500_000,
}, async (t) => {
  const told = await runGuest();
  for (const each of told) t.diagnostic(JSON.stringify(each));
  const of = (what: string): Told => {
    const found = told.findLast((each) => each.what === what);
    assert.ok(found, `nothing is told of ${what}`);
    return found;
  };
  await t.test('every page of every kind of memory goes there and back, and its content stays', () =>
    wentThereAndBack(told.filter(({ what }) => what === 'way') as unknown as MovedWay[]),
  );
  await t.test('outcomes are what the kernel counts', () => free(of('free')));
  await t.test('a memory policy and a cpuset bind pages', () => bound([of('bound by policy'), of('bound by cpuset')]));
  await t.test('what was accessed since the plan stays', () => accessed(of('accessed since')));
  await t.test('a surge is met by reclaim, only where the operator has the kernel demote', () => {
    surge(of('surge') as Told & Surge);
  });
  await t.test('page frames go there and back', () => {
    for (const node of [0, 1]) frames(of(`frames to ${node}`), node);
  });
  await t.test('pages leave memory, by the kernel, or stay by name', () => {
    left(of('file out'), of('anon out'), of('anon out to swap'));
    for (const kind of ['file', 'anon']) advised(of(`${kind} cold`));
  });
  await t.test('the table of DAMON, shared with the collector, is given back', () =>
    assert.equal(of('end').table, '0'),
  );
});

async function runGuest(): Promise<Told[]> {
  const root = checkoutRoot();
  execFileSync('bash', [join(root, 'test/bench/c/build.sh')]);
  const program = ['node', join(root, 'dist/test/guests/actuator.js'), join(root, 'dist/bench/held'), String(MIB)];
  const { status, stdout, stderr } = await lab(['-m', '500', '-d', '1', '-t', '450', '-C', root, '--', ...program], {
    limitMs: 480_000,
  });
  assert.equal(status, 0, `${stdout}${stderr}`);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

function wentThereAndBack(ways: readonly MovedWay[]): void {
  assert.deepEqual(
    ways.map(({ kind, to }) => [kind, to]),
    KINDS.flatMap((kind) => [
      [kind, 1],
      [kind, 0],
    ]),
  );
  for (const { kind, to, pages, begun, after, pagesMoved, migrated, sameContent } of ways) {
    assert.equal(pages, MIB * 256);
    assert.deepEqual(after, { [to]: pages }, `${kind} to node ${to}`);
    // On the way there, pages that the kernel had put on the slow node at once have no way to go.
    assert.equal(pagesMoved, to === 1 ? begun['0'] : pages, `${kind} to node ${to}`);
    // Others may move pages too; each of ours is one of the kernel's.
    assert.ok(migrated >= pagesMoved, `the kernel migrated ${migrated} pages, the outcome says ${pagesMoved}`);
    assert.ok(sameContent, `the content of ${kind} changed`);
  }
}

function free({ pages, pagesMoved, after, migrated = Number.NaN }: Told): void {
  assert.deepEqual([Number(pagesMoved), after], [pages, { 1: pages }]);
  const others = migrated - Number(pagesMoved);
  assert.ok(others >= 0 && others <= OTHERS_PAGES, `the kernel counts ${others} pages beyond the outcome's`);
}

function bound(all: readonly Told[]): void {
  for (const { pages, pagesMoved, pagesSkipped, after } of all) {
    assert.deepEqual([pagesMoved, pagesSkipped, after], ['0', { 'bound-by-application': String(pages) }, { 0: pages }]);
  }
}

function accessed({ pages, pagesSkipped, after, lookAge }: Told): void {
  const stayed = Number(pagesSkipped['became-hot'] ?? 0);
  assert.ok(stayed >= 0.9 * pages, `${stayed} of ${pages} pages stayed`);
  assert.ok((after[0] ?? 0) >= stayed);
  assert.ok((lookAge ?? -1) >= 0, 'the outcome says how old the look was');
}

function surge({ begun, off, on, dropped }: Surge): void {
  assert.ok(begun.free < 0.3, `the surge left ${begun.free} of node 0 free`);
  // What went to the slow node before is the kernel's own placing: node 0 was not full.
  assert.deepEqual([off.onSlow, off.refused], [begun.onSlow, true], 'without demotion_enabled nothing is reclaimed');
  // Helped until 0.34 is free; below 0.3 it would be short again.
  assert.ok(on.free >= 0.3, `node 0 has ${on.free} free`);
  assert.ok(on.onSlow - begun.onSlow >= 4 * 2 ** 20, 'pages of the surge are on the slow node');
  assert.ok(on.demoted >= 0.9 * (on.onSlow - begun.onSlow), `${on.demoted} bytes are told as demoted`);
  assert.ok(on.left <= 0.1 * on.demoted, `${on.left} bytes left memory`);
  assert.ok(dropped.lost >= 3 * 2 ** 20, `the cgroup lost ${dropped.lost} bytes of page cache`);
  assert.ok(
    dropped.left >= 0.9 * dropped.lost,
    `${dropped.left} of ${dropped.lost} bytes are told to have left memory`,
  );
}

function frames({ pages, pagesMoved, after, migrated = 0, bytes, sameContent }: Told, node: number): void {
  assert.ok(Number(pagesMoved) >= 0.9 * pages, `${pagesMoved} of ${pages} frames`);
  assert.ok((after[node] ?? 0) >= 0.9 * pages, 'the pages are there, by the kernel');
  assert.ok(migrated * 4096 >= Number(bytes), 'no byte is told that the kernel did not migrate');
  assert.ok(sameContent);
}

function left(file: Told, kept: Told, swapped: Told): void {
  assert.deepEqual([Number(file.pagesMoved), file.after, file.sameContent], [file.pages, { ENOENT: file.pages }, true]);
  assert.deepEqual([kept.pagesMoved, kept.pagesSkipped], ['0', { 'kept-by-kernel': String(kept.pages) }]);
  assert.ok(Number(swapped.pagesMoved) >= 0.9 * swapped.pages, `${swapped.pagesMoved} of ${swapped.pages} in swap`);
  assert.equal(swapped.after['ENOENT'], Number(swapped.pagesMoved));
  assert.ok(swapped.sameContent);
}

function advised({ pages, pagesMoved, pagesSkipped, after }: Told): void {
  assert.deepEqual([pagesMoved, pagesSkipped, after], ['0', { 'advised-cold': String(pages) }, { 1: pages }]);
}
