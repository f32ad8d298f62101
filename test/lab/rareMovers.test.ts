/**
 * Movers that a plan has to name, or that only page frames have: damos and madvise, and the safety net, through an actuator process on a real kernel.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import test from 'node:test';
import { checkoutRoot, lab } from './guest.js';

interface Surge {
  readonly begun: { readonly free: number; readonly onSlow: number };
  readonly off: { readonly free: number; readonly onSlow: number; readonly refused: boolean };
  readonly on: { readonly free: number; readonly onSlow: number; readonly demoted: number; readonly left: number };
}

interface Told extends Partial<Surge> {
  readonly what: string;
  readonly pages: number;
  readonly pagesMoved: string;
  readonly pagesSkipped: Readonly<Record<string, string>>;
  readonly pagesFailed: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, number>>;
  readonly sameContent?: boolean;
  readonly migrated?: number;
  readonly bytes?: string;
  readonly table?: string;
}

test('page frames move, and pages leave memory, as plans say', { timeout: 400_000 }, async (t) => {
  const root = checkoutRoot();
  execFileSync('bash', [join(root, 'test/bench/c/build.sh')]);
  const program = ['node', join(root, 'dist/test/lab/rareMovers.guest.js'), join(root, 'dist/bench/held')];
  const { status, stdout, stderr } = await lab(['-m', '500', '-d', '1', '-t', '360', '-C', root, '--', ...program], {
    limitMs: 380_000,
  });
  assert.equal(status, 0, `${stdout}${stderr}`);
  const told: Told[] = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  for (const each of told) t.diagnostic(JSON.stringify(each));
  const of = (what: string): Told => {
    const found = told.find((each) => each.what === what);
    assert.ok(found, `nothing is told of ${what}`);
    return found;
  };
  const { begun, off, on } = of('surge') as Told & Surge;
  assert.ok(begun.free < 0.3, `the surge left ${begun.free} of node 0 free`);
  // What went to the slow node before is the kernel's own placing: node 0 was not full.
  assert.deepEqual([off.onSlow, off.refused], [begun.onSlow, true], 'without demotion_enabled nothing is reclaimed');
  // Helped until 0.34 is free; below 0.3 it would be short again.
  assert.ok(on.free >= 0.3, `node 0 has ${on.free} free`);
  assert.ok(on.onSlow - begun.onSlow >= 4 * 2 ** 20, 'pages of the surge are on the slow node');
  assert.ok(on.demoted >= 0.9 * (on.onSlow - begun.onSlow), `${on.demoted} bytes are told as demoted`);
  assert.ok(on.left <= 0.1 * on.demoted, `${on.left} bytes left memory`);
  for (const node of [0, 1]) {
    const way = of(`frames to ${node}`);
    const moved = Number(way.pagesMoved);
    assert.ok(moved >= 0.9 * way.pages, `${moved} of ${way.pages} frames`);
    assert.ok((way.after[node] ?? 0) >= 0.9 * way.pages, 'the pages are there, by the kernel');
    assert.ok((way.migrated ?? 0) * 4096 >= Number(way.bytes), 'no byte is told that the kernel did not migrate');
    assert.ok(way.sameContent);
  }
  const file = of('file out');
  assert.deepEqual([Number(file.pagesMoved), file.after, file.sameContent], [file.pages, { ENOENT: file.pages }, true]);
  const kept = of('anon out');
  assert.deepEqual([kept.pagesMoved, kept.pagesSkipped], ['0', { 'kept-by-kernel': String(kept.pages) }]);
  const swapped = of('anon out to swap');
  assert.ok(Number(swapped.pagesMoved) >= 0.9 * swapped.pages, `${swapped.pagesMoved} of ${swapped.pages} in swap`);
  assert.equal(swapped.after['ENOENT'], Number(swapped.pagesMoved));
  assert.ok(swapped.sameContent);
  for (const kind of ['file', 'anon']) {
    const cold = of(`${kind} cold`);
    assert.deepEqual([cold.pagesMoved, cold.pagesSkipped], ['0', { 'advised-cold': String(cold.pages) }]);
    assert.deepEqual(cold.after, { 1: cold.pages });
  }
  assert.equal(of('end').table, '0', 'the table of DAMON was left behind');
});
