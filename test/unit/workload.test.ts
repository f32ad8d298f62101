import assert from 'node:assert/strict';
import test from 'node:test';
import { checkoutRoot, type Outcome, run } from '../lab/guest.js';
import { parseWorkload, parseWorkloadLine, type WorkloadLine, workloadReports } from '../workload/reports.js';

const PAGES_PER_MIB = 256;

test.before(async () => {
  const built = await run('test/workload/build.sh', []);
  assert.equal(built.status, 0, `${checkoutRoot()}: ${built.stderr}`);
});

function workload(
  args: string,
  onLine?: (line: WorkloadLine, kill: (signal: NodeJS.Signals) => void) => void,
): Promise<Outcome> {
  let rest = '';
  return run('dist/workload/workload', ['--pdeathsig', ...args.split(' ')], {
    limitMs: 20_000,
    onOutput: (text, kill) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine?.(parseWorkloadLine(line), kill);
    },
  });
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

test('it says where its memory lies: hot, warm, cold, one after the other', async () => {
  const outcome = await workload('--hot-mib 2 --warm-mib 1 --cold-mib 5 --duration-s 1');
  assert.equal(outcome.status, 0, outcome.stderr);
  const [start] = parseWorkload(outcome.stdout);
  assert.ok(start?.event === 'start');
  assert.equal(start.basePage, 0x7000_0000_0000 / 4096);
  assert.equal(start.hotStartPage, start.basePage);
  assert.equal(start.warmStartPage, start.basePage + 2 * PAGES_PER_MIB);
  assert.equal(start.coldStartPage, start.basePage + 3 * PAGES_PER_MIB);
  assert.equal(start.pages, 8 * PAGES_PER_MIB);
});

test('it counts every access, and finds every page', async () => {
  const outcome = await workload(
    '--hot-mib 2 --warm-mib 1 --cold-mib 5 --warm-interval-ms 300 --report-interval-ms 250 --duration-s 2 --read',
  );
  assert.equal(outcome.status, 0, outcome.stderr);
  const reports = workloadReports(parseWorkload(outcome.stdout));
  assert.ok(reports.length >= 4);
  let total = 0;
  for (const report of reports) {
    total += sum(report.accesses) + report.accessesNotResident;
    assert.equal(report.accessesTotal, total);
    assert.equal(sum(report.hotByNode), 2 * PAGES_PER_MIB);
    assert.equal(sum(report.warmByNode), PAGES_PER_MIB);
    assert.equal(sum(report.coldByNode), 5 * PAGES_PER_MIB);
    assert.equal(report.notResident, 0);
  }
  // Whole passes over 512 hot pages and 256 warm ones, but for a pass cut short at the end.
  assert.ok(total > 20 * 2 * PAGES_PER_MIB, `${total} accesses`);
});

test('SIGUSR1 moves the hot set into the cold part, the same way each time for the same seed', async () => {
  const shifted = async (): Promise<number> => {
    let at = 0;
    let start = 0;
    const outcome = await workload('--hot-mib 1 --cold-mib 9 --report-interval-ms 100 --seed 7', (line, kill) => {
      if (line.event === 'start') {
        start = line.basePage;
        kill('SIGUSR1');
      }
      if (line.event === 'shift') {
        assert.equal(line.phase, 1);
        at = line.hotStartPage - start;
        kill('SIGTERM');
      }
    });
    assert.equal(outcome.status, 0, outcome.stderr);
    const last = parseWorkload(outcome.stdout).at(-1);
    assert.ok(last?.event === 'end' && last.phase === 1);
    return at;
  };
  const first = await shifted();
  assert.ok(first >= PAGES_PER_MIB && first % PAGES_PER_MIB === 0 && first <= 9 * PAGES_PER_MIB, `page ${first}`);
  assert.equal(await shifted(), first);
});

test('a shift to a node, and looks at the hot set alone: at the start, in between, and right after the shift', async () => {
  const outcome = await workload(
    '--hot-mib 1 --cold-mib 9 --hot-report-interval-ms 100 --shift-to-node 0 --shift-after-s 1 --duration-s 2 --churn-mib 2',
  );
  assert.equal(outcome.status, 0, outcome.stderr);
  const lines = parseWorkload(outcome.stdout);
  const hot = lines.filter((line) => line.event === 'hot');
  assert.ok(hot.some((line) => line.phase === 0) && hot.some((line) => line.phase === 1));
  for (const line of hot) assert.equal(sum(line.hotByNode) + line.notResident, PAGES_PER_MIB);
  const shift = lines.findIndex((line) => line.event === 'shift');
  const [start, shifted, next] = [lines[0], lines[shift], lines[shift + 1]];
  assert.ok(start?.event === 'start' && shifted?.event === 'shift' && next?.event === 'hot');
  assert.equal(next.phase, 1);
  // Every range has all of its pages on the one node of this machine, so the lowest of the others is taken.
  assert.equal(shifted.hotStartPage, start.coldStartPage);
});

const refused: readonly (readonly [args: string, status: number, says: RegExp])[] = [
  ['--hot-mib much', 2, /--hot-mib takes a whole number from 1 to \d+, not "much"/],
  ['--hot-mib 0', 2, /--hot-mib takes a whole number from 1/],
  ['--churn-mib-per-s 0', 2, /--churn-mib-per-s takes a whole number from 1/],
  ['--bogus', 2, /no option --bogus; --help lists them/],
  ['--hot-node 1023', 2, /--hot-node 1023: no such node with memory here/],
  ['--hot-mib 8 --cold-mib 4 --shift-after-s 1', 2, /--shift-after-s needs --cold-mib of at least --hot-mib/],
  ['--address 0x7ffffffff000', 2, /--address 0x7ffffffff000 is not a multiple of 2 MiB/],
  [
    '--address 0x7fffffe00000 --cold-mib 64',
    1,
    /mmap of 128 MiB at 0x7fffffe00000: .*; ask for less or give another --address/,
  ],
];

for (const [args, status, says] of refused) {
  test(`it refuses ${args}`, async () => {
    const outcome = await workload(args);
    assert.equal(outcome.status, status);
    assert.match(outcome.stderr, says);
    assert.equal(outcome.stderr.split('\n').length, 2, 'one line');
    assert.equal(outcome.stdout, '');
  });
}
