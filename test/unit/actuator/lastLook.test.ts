/** The last look before a demotion: the collector's end and the actuator's, over a real Unix socket. */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import { SocketLastLook, whyNotOurs } from '../../../services/actuator/lastLook.js';
import type { ObservedWindow } from '../../../services/collector/batcher.js';
import { LatestLooks } from '../../../services/collector/latestLooks.js';
import { serveLooks } from '../../../services/collector/lookServer.js';
import type { Outcome__Output } from '../../../services/contract/gen/thermocline/v1/Outcome.js';
import type { SpaceMoves } from '../../../services/contract/gen/thermocline/v1/SpaceMoves.js';
import { decodeRanges } from '../../../services/contract/ranges.js';
import type { ProcessIdentity } from '../../../services/kernel/port.js';
import { Bench, identityOf, machineOf, SILENT } from './kit/bench.js';
import { moves, plan, signed } from './kit/plans.js';

const FIRST = 0x10000;
const dir = mkdtempSync(join(tmpdir(), 'look-'));
after(() => rmSync(dir, { recursive: true, force: true }));
afterEach(() => Bench.closeAll());

/** A window in which these runs of one process were accessed in that share of the looks, 0..255. */
function windowOf(
  identity: ProcessIdentity,
  endUnixMs: number,
  seen: readonly [number, number, number][],
  pageGranular = true,
): ObservedWindow {
  const of = (i: 0 | 1) => Float64Array.from(seen, (each) => each[i]);
  const evidence = Uint8Array.from(seen, (each) => each[2]);
  const zeros = new Uint8Array(seen.length);
  const runs = { startPage: of(0), pages: of(1), evidence, node: zeros, kind: zeros };
  const process = { identity, parent: 1, command: 'db', name: 'db', cgroup: undefined, kernelThread: false, uid: 0 };
  return {
    startUnixMs: endUnixMs - 1000,
    endUnixMs,
    nodes: [0, 1],
    ended: [],
    facts: {},
    spaces: [
      {
        process,
        tracker: { name: 'test', pageGranular },
        looks: 20,
        residencyUnixMs: endUnixMs,
        look: { runs, coverage: { startPage: of(0), pages: of(1) } },
      },
    ],
  };
}

/** An actuator with 100 pages of one process on its fast node, and a collector whose windows the test makes. */
async function stage(path = join(dir, 'look.sock')) {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: 100, node: 0 }] });
  const target = identityOf(machine, pid);
  const looks = new LatestLooks();
  const server = await serveLooks({ path }, looks, SILENT);
  const lastLook = new SocketLastLook(path, () => performance.now());
  const bench = new Bench({ machine, lastLook });
  bench.hear();
  const demotion = (changes: Partial<SpaceMoves> = {}): SpaceMoves => ({
    ...moves({ target, from: 0, to: 1, ranges: [[FIRST, 100]] }),
    ...changes,
  });
  const close = async () => {
    lastLook.close();
    await server.close();
  };
  return { machine, pid, target, looks, bench, lastLook, demotion, close };
}

/** [first page, pages] of what stayed for this reason. */
function stayed(outcome: Outcome__Output, reason: string): number[][] {
  return outcome.spaces.flatMap(({ subRuns, results, details, skipReasons }) => {
    const { startPage, pages } = decodeRanges(subRuns);
    return [...startPage.keys()]
      .filter((i) => results[i] === 4 && skipReasons[details[i] as number] === reason)
      .map((i) => [(startPage[i] as number) - FIRST, pages[i] as number]);
  });
}

test('pages accessed since the plan was made stay as became-hot, and the outcome says how old the look was', async () => {
  const on = await stage();
  const now = Date.now();
  on.looks.note(windowOf(on.target, now - 9000, [[FIRST, 100, 255]]));
  const ground = { factsUnixMs: now - 8000 };
  on.looks.note(windowOf(on.target, now - 3000, [[FIRST + 10, 5, 1]]));
  on.looks.note(windowOf(on.target, now - 2000, [[FIRST + 90, 100, 40]]));
  on.bench.send(signed(plan(1, [on.demotion()], { ground })));
  const outcome = await on.bench.outcome('plan-1');
  assert.deepEqual(stayed(outcome, 'became-hot'), [
    [10, 5],
    [90, 10],
  ]);
  assert.equal(on.machine.pagesOn(on.pid, 1), 85);
  const age = outcome.spaces[0]?.lastLookAgeSeconds ?? 0;
  assert.ok(age >= 2, `the last window ended 2 s before: ${age}`);
  await on.close();
});

test('where all pages stay the outcome says how old the look was, too', async () => {
  const on = await stage();
  const now = Date.now();
  on.looks.note(windowOf(on.target, now - 2000, [[FIRST, 100, 200]]));
  on.bench.send(signed(plan(1, [on.demotion()], { ground: { factsUnixMs: now - 8000 } })));
  const outcome = await on.bench.outcome('plan-1');
  assert.deepEqual(stayed(outcome, 'became-hot'), [[0, 100]]);
  const age = outcome.spaces[0]?.lastLookAgeSeconds ?? 0;
  assert.ok(age >= 2, `the last window ended 2 s before: ${age}`);
  await on.close();
});

test('a page that was being accessed when it was planned stays only where more of it is seen', async () => {
  const on = await stage();
  const now = Date.now();
  on.looks.note(
    windowOf(on.target, now, [
      [FIRST, 50, 30],
      [FIRST + 50, 50, 60],
    ]),
  );
  const planned = { heat: Uint8Array.of(40), ageSeconds: Uint8Array.of(0) };
  on.bench.send(signed(plan(1, [on.demotion(planned)], { ground: { factsUnixMs: now - 1 } })));
  assert.deepEqual(stayed(await on.bench.outcome('plan-1'), 'became-hot'), [[50, 50]]);
  await on.close();
});

test('promotions, undo plans, and looks that tell no pages apart are held back by none', async () => {
  const on = await stage();
  const now = Date.now() + 60_000;
  on.looks.note(windowOf(on.target, now, [[FIRST, 100, 255]], false));
  on.bench.send(signed(plan(1, [on.demotion()])));
  const coarse = await on.bench.outcome('plan-1');
  assert.equal(coarse.totals?.pagesMoved, '100');
  assert.equal(coarse.spaces[0]?._lastLookAgeSeconds, undefined, 'no look that counts was taken');
  on.looks.note(windowOf(on.target, now, [[FIRST, 100, 255]]));
  const up = moves({ target: on.target, from: 1, to: 0, ranges: [[FIRST, 100]] });
  on.bench.send(signed(plan(2, [up])));
  assert.equal((await on.bench.outcome('plan-2')).totals?.pagesMoved, '100');
  on.bench.send(signed(plan(3, [on.demotion()], { undoOf: 'plan-2' })));
  assert.equal((await on.bench.outcome('plan-3')).totals?.pagesMoved, '100');
  await on.close();
});

test('without a collector moves go on, the outcome has no age, and the limitation says why', async () => {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: 10, node: 0 }] });
  const lastLook = new SocketLastLook(join(dir, 'nobody.sock'), () => performance.now());
  const bench = new Bench({ machine, lastLook });
  bench.hear();
  const target = identityOf(machine, pid);
  bench.send(signed(plan(1, [moves({ target, from: 0, to: 1, ranges: [[FIRST, 10]] })])));
  const outcome = await bench.outcome('plan-1');
  assert.equal(outcome.totals?.pagesMoved, '10');
  assert.equal(outcome.spaces[0]?._lastLookAgeSeconds, undefined);
  assert.match(lastLook.obstacle ?? '', /nobody\.sock is not there: no collector serves looks/);
});

test('the socket is for its owner alone, and one that others may connect to, or that is none, is not asked', async () => {
  const path = join(dir, 'guarded.sock');
  const on = await stage(path);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(whyNotOurs(path), undefined);
  chmodSync(path, 0o666);
  assert.match(whyNotOurs(path) ?? '', /mode 666; others may connect/);
  await on.close();
  writeFileSync(join(dir, 'file.sock'), '');
  assert.match(whyNotOurs(join(dir, 'file.sock')) ?? '', /is no socket/);
  await assert.rejects(serveLooks({ path: join(dir, 'file.sock') }, new LatestLooks(), SILENT), {
    code: 'LISTEN_FAILED',
  });
});

test('a caller that speaks something else is cut off, and the next one is answered', async () => {
  const path = join(dir, 'nonsense.sock');
  const on = await stage(path);
  const stranger = connect(path);
  stranger.on('error', () => undefined);
  const cut = new Promise<void>((resolve) => stranger.on('close', () => resolve()));
  stranger.write(Buffer.alloc(64, 0xff));
  await cut;
  on.looks.note(windowOf(on.target, Date.now(), [[FIRST, 1, 9]]));
  const space = {
    key: 'process' as const,
    process: { ...on.target, startTicks: `${on.target.startTicks}`, exeInode: `${on.target.exeInode}` },
  };
  const wanted = { space: { file: null, physical: null, ...space }, sinceUnixMs: 0, firstPage: 0, lastPage: 2 ** 40 };
  const response = await on.lastLook.ask(wanted as never);
  assert.equal(response?.accessed.length, 1);
  await on.close();
});

test('looks keep to their bound: the oldest windows go first', () => {
  const looks = new LatestLooks(3);
  const identity = { pid: 1, startTicks: 1, startStack: '1', exeInode: 1 };
  for (let i = 1; i <= 5; i++) looks.note(windowOf(identity, i * 1000, [[i, 1, 1]]));
  const process = { pid: 1, startTicks: '1', startStack: '1', exeInode: '1' };
  const request = { space: { key: 'process', process }, sinceUnixMs: '0', firstPage: '0', lastPage: '99' };
  const { accessed = [], ageSeconds } = looks.answer(request as never, 6000);
  assert.deepEqual([accessed.length, ageSeconds], [3, 1]);
});
