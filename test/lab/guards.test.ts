/** What keeps a page from moving, on a real kernel: each has its name in the outcome, and the page is where it was. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import test from 'node:test';
import { checkoutRoot, lab } from './guest.js';

interface Told {
  readonly what: string;
  readonly pages: number;
  readonly pagesMoved: string;
  readonly pagesSkipped: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, number>>;
  readonly migrated?: number;
  readonly lookAge?: number;
}

/** What the kernel may migrate for itself (compaction) while a plan is carried out. */
const OTHERS_PAGES = 64;

test('a memory policy, a cpuset and a late access keep pages where they are', { timeout: 400_000 }, async (t) => {
  const root = checkoutRoot();
  execFileSync('bash', [join(root, 'test/bench/c/build.sh')]);
  const program = ['node', join(root, 'dist/test/lab/guards.guest.js'), join(root, 'dist/bench/held')];
  const { status, stdout, stderr } = await lab(['-m', '500', '-t', '360', '-C', root, '--', ...program], {
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
  const free = of('free');
  assert.deepEqual([Number(free.pagesMoved), free.after], [free.pages, { 1: free.pages }]);
  const others = (free.migrated ?? Number.NaN) - Number(free.pagesMoved);
  assert.ok(others >= 0 && others <= OTHERS_PAGES, `the kernel counts ${others} pages beyond the outcome's`);
  for (const what of ['bound by policy', 'bound by cpuset']) {
    const { pages, pagesMoved, pagesSkipped, after } = of(what);
    assert.deepEqual([pagesMoved, pagesSkipped, after], ['0', { 'bound-by-application': String(pages) }, { 0: pages }]);
  }
  const hot = of('accessed since');
  const stayed = Number(hot.pagesSkipped['became-hot'] ?? 0);
  assert.ok(stayed >= 0.9 * hot.pages, `${stayed} of ${hot.pages} pages stayed`);
  assert.ok((hot.after[0] ?? 0) >= stayed);
  assert.ok((hot.lookAge ?? -1) >= 0, 'the outcome says how old the look was');
});
