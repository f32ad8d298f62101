/** Runs against the plain way: a verdict a page. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { GroupLedger } from '../../../services/actuator/ledger.js';
import { type GroupRuns, HUGE_PAGES, pagesOf, Unit } from '../../../services/actuator/pageRuns.js';
import type { MoveGroup } from '../../../services/actuator/plan.js';
import { skipIndex, Verdict } from '../../../services/actuator/verdict.js';
import { runsOfColumns, unknownRuns, type VerdictRun, withinGroup } from '../../../services/actuator/verdictRuns.js';
import { joinWindows, judgeWindow, nextBatch, takeFirst } from '../../../services/actuator/window.js';

type Range = readonly [start: number, pages: number];

/** Ranges, ascending and disjoint, from gaps and lengths. */
function laidOut(pairs: readonly (readonly [number, number])[], from = 0): Range[] {
  let end = from;
  return pairs.map(([gap, pages]) => {
    const start = end + gap;
    end = start + pages;
    return [start, pages] as const;
  });
}

const columns = (ranges: readonly Range[]) => ({
  startPage: Float64Array.from(ranges, ([start]) => start),
  pages: Float64Array.from(ranges, ([, pages]) => pages),
});

function ledgerOf(ranges: readonly Range[]): GroupLedger {
  const pageCount = ranges.reduce((sum, [, pages]) => sum + pages, 0);
  const group = { ranges: columns(ranges), pageCount, fromNode: 1, toNode: 0 } as Partial<MoveGroup>;
  return new GroupLedger(group as MoveGroup);
}

const each = ([start, pages]: Range): number[] => Array.from({ length: pages }, (_, i) => start + i);
const pageList = (ranges: readonly Range[]): number[] => ranges.flatMap(each);

const someRanges = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 12 })), { minLength: 1, maxLength: 12 })
  .map((pairs) => laidOut(pairs, 100));

/** Ascending disjoint runs of verdicts over so many pages. */
const someRuns = (size: number) =>
  fc
    .array(
      fc.tuple(
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 0, max: 1 }),
      ),
      { maxLength: 8 },
    )
    .map((all) => {
      const laid = laidOut(all.map(([gap, pages]) => [gap, pages]));
      return laid.flatMap(([first, count], i): VerdictRun[] => {
        const [, , verdict, detail] = all[i] as [number, number, number, number];
        return first + count <= size ? [{ first, count, verdict, detail }] : [];
      });
    });

test('a page keeps its first verdict, whatever comes in what order, and what is open is what has none', () => {
  const scene = someRanges.chain((ranges) =>
    fc.tuple(fc.constant(ranges), fc.array(someRuns(pageList(ranges).length), { maxLength: 8 })),
  );
  fc.assert(
    fc.property(
      scene,
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 1, max: 40 }),
      ([ranges, settles], from, most) => {
        const ledger = ledgerOf(ranges);
        const pages = pageList(ranges);
        const verdicts = new Uint8Array(pages.length);
        const details = new Int32Array(pages.length);
        for (const runs of settles) {
          ledger.settle(runs);
          for (const { first, count, verdict, detail } of runs) {
            for (let i = first; i < first + count; i++) {
              if (verdict === Verdict.none || verdicts[i] !== Verdict.none) continue;
              verdicts[i] = verdict;
              details[i] = detail;
            }
          }
        }
        assert.deepEqual(ledger.runs(), runsOfColumns(verdicts, details));
        const open = [...pages.keys()].filter((i) => verdicts[i] === Verdict.none);
        assert.equal(ledger.openPages, open.length);
        const told = ledger
          .pageRuns()
          .flatMap(({ startPage, pages: count, verdict }) => each([startPage, count]).map((page) => [page, verdict]));
        assert.deepEqual(
          told,
          pages.flatMap((page, i) => (verdicts[i] === Verdict.none ? [] : [[page, verdicts[i]]])),
        );
        const next = ledger.nextOpen(from, most);
        const wanted = open.filter((i) => i >= from).map((i) => pages[i]);
        assert.deepEqual([...pagesOf(next)], wanted.slice(0, next.pageCount));
        assert.ok(next.pageCount >= Math.min(most, wanted.length));
        assert.deepEqual(
          [...next.first].map((i) => pages[i]),
          [...next.startPage],
        );
        const end = Math.max(...next.first, 0) + 5;
        const within = ledger.openWithin([
          { first: 3, count: 4 },
          { first: 9, count: end },
        ]);
        const isWithin = (i: number) => (i >= 3 && i < 7) || (i >= 9 && i < 9 + end);
        assert.deepEqual(
          [...pagesOf(within)],
          open.filter(isWithin).map((i) => pages[i]),
        );
        const rest = ledger.skipRest('stopped').flatMap(({ first, count }) => each([first, count]));
        assert.deepEqual(rest, open);
        assert.equal(ledger.openPages, 0);
      },
    ),
  );
});

test('a huge page is not torn apart where a window ends', () => {
  const ledger = ledgerOf([[HUGE_PAGES - 100, 3 * HUGE_PAGES]]);
  assert.equal(ledger.nextOpen(0, 200).pageCount, 100 + HUGE_PAGES);
  assert.equal(ledger.nextOpen(0, 100).pageCount, 100);
});

test('nor where ranges of the plan meet within it, whether pages or runs are what the window has enough of', () => {
  const met = ledgerOf([
    [HUGE_PAGES, 100],
    [HUGE_PAGES + 100, 300],
    [HUGE_PAGES + 400, 112],
    [2 * HUGE_PAGES, 7],
  ]);
  assert.equal(met.nextOpen(0, 100).pageCount, HUGE_PAGES);
  assert.equal(met.nextOpen(0, 4 * HUGE_PAGES, 1).pageCount, HUGE_PAGES);
  assert.equal(met.nextOpen(HUGE_PAGES, 100).pageCount, 7);
  const apart = ledgerOf([
    [HUGE_PAGES, 100],
    [HUGE_PAGES + 101, 300],
  ]);
  assert.equal(apart.nextOpen(0, 100).pageCount, 100);
});

test('a window ends after so many runs, however few pages they have', () => {
  const ledger = ledgerOf(laidOut(Array.from({ length: 10 }, () => [3, 2])));
  assert.equal(ledger.nextOpen(0, 20, 4).pageCount, 8);
  assert.equal(ledger.nextOpen(8, 20, 4).first[0], 8);
  assert.equal(ledger.nextOpen(0, 7, 4).pageCount, 8, 'whole runs below a huge page');
});

test('a window is judged page by page as its runs are: where they are, reasons to stay in their order, huge pages whole', () => {
  const flags = fc.array(fc.tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 1, max: 700 })), {
    maxLength: 5,
  });
  const ranges = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 1500 })), {
      minLength: 1,
      maxLength: 5,
    })
    .map((pairs) => laidOut(pairs));
  const hugePages = fc.uniqueArray(fc.integer({ min: 0, max: 14 }), { maxLength: 8 });
  fc.assert(
    fc.property(
      ranges,
      flags.map((pairs) => laidOut(pairs)),
      flags.map((pairs) => laidOut(pairs)),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.constantFrom(0, 1, 2, -2)), { maxLength: 6 }),
      hugePages.map((all) => all.sort((a, b) => a - b)),
      fc.boolean(),
      (planned, bound, hot, places, huge, isLooked) => {
        const ledger = ledgerOf(planned);
        const window = ledger.nextOpen(0, 1_000_000);
        const whereRanges = laidOut(places.map(([pages]) => [0, pages]));
        const where = { ...columns(whereRanges), status: Int32Array.from(places, ([, status]) => status) };
        const survey = {
          huge: columns(huge.map((page) => [page * HUGE_PAGES, HUGE_PAGES])),
          ...(isLooked && { where }),
          ended: undefined,
        };
        const stays = [
          { reason: 'residence' as const, ranges: columns(bound) },
          { reason: 'became-hot' as const, ranges: columns(hot) },
        ];
        const { settled, surveyed } = judgeWindow(ledger.group, window, survey, stays);
        // Plainly, page by page.
        const within = (all: readonly Range[], page: number) => all.some(([s, n]) => page >= s && page < s + n);
        const pages = pageList(planned);
        const verdictOf = pages.map((page) => {
          const at = isLooked ? whereRanges.findIndex((range) => within([range], page)) : -1;
          const status = at < 0 ? 1 : (places[at] as [number, number])[1];
          if (status === 0) return 'there';
          if (status < 0) return 'absent';
          if (status !== 1) return 'not-where-planned';
          if (within(bound, page)) return 'residence';
          return within(hot, page) ? 'became-hot' : '';
        });
        const index = new Map(pages.map((page, i) => [page, i]));
        const isOpen = (page: number) => verdictOf[index.get(page) ?? -1] === '';
        const wanted = pages.map((page, i) => {
          const head = page - (page % HUGE_PAGES);
          if (verdictOf[i] !== '' || !huge.includes(head / HUGE_PAGES)) return verdictOf[i];
          return each([head, HUGE_PAGES]).every(isOpen) ? 'huge' : 'partial-huge-page';
        });
        const got = pages.map(() => 'nothing');
        for (const { first, count, verdict, detail } of settled) {
          const name =
            verdict === Verdict.alreadyThere
              ? 'there'
              : verdict === Verdict.failed
                ? 'absent'
                : (['not-where-planned', 'residence', 'became-hot', 'partial-huge-page'] as const).find(
                    (reason) => skipIndex(reason) === detail,
                  );
          got.fill(name ?? '?', first, first + count);
        }
        surveyed.pages.forEach((count, run) => {
          const first = surveyed.first[run] as number;
          got.fill(surveyed.unit[run] === Unit.huge ? 'huge' : '', first, first + count);
        });
        assert.deepEqual(got, wanted);
        for (let i = 1; i < settled.length; i++) {
          const before = settled[i - 1] as VerdictRun;
          assert.ok((settled[i]?.first ?? 0) >= before.first + before.count, 'settled runs ascend');
        }
        tornAndJoined(surveyed);
      },
    ),
  );
});

/** Batches of any size leave what they do not take, in order. */
function tornAndJoined(surveyed: GroupRuns & { readonly end: number }): void {
  for (const wantPages of [1, 300, 700]) {
    const { pages, oneHuge } = nextBatch(surveyed, 4096, {
      wantBytes: wantPages * 4096,
      mostPages: 8192,
      roomBytes: 2 ** 40,
    });
    assert.ok(pages <= Math.max(wantPages, HUGE_PAGES));
    const { taken, left } = takeFirst(surveyed, pages);
    assert.equal(taken.pageCount, pages);
    assert.deepEqual([...pagesOf(taken), ...pagesOf(left)], [...pagesOf(surveyed)]);
    assert.equal(oneHuge, pages === HUGE_PAGES && taken.unit[0] === Unit.huge && taken.pages.length === 1);
    assert.deepEqual(pagesOf(joinWindows({ ...taken, end: 0 }, left)), pagesOf(surveyed));
    const spans = unknownRuns(taken).flatMap(({ first, count }) => each([first, count]));
    const indexes = taken.pages.length
      ? [...taken.first].flatMap((first, run) => each([first, taken.pages[run] as number]))
      : [];
    assert.deepEqual(spans, indexes);
    const half = Math.floor(pages / 2);
    const verdicts = [
      { first: 0, count: half, verdict: Verdict.moved, detail: 0 },
      { first: half, count: pages - half, verdict: Verdict.failed, detail: 16 },
    ].filter(({ count }) => count > 0);
    const told = withinGroup(taken, verdicts).flatMap(({ first, count, verdict }) =>
      each([first, count]).map((i) => [i, verdict]),
    );
    assert.deepEqual(
      told,
      indexes.map((i, k) => [i, k < half ? Verdict.moved : Verdict.failed]),
    );
  }
}
