import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChildMover } from '../../../services/actuator/childMover.js';
import type { MoveBatch } from '../../../services/actuator/moverPort.js';
import { Errno, Verdict } from '../../../services/actuator/verdict.js';
import type { ProcessIdentity } from '../../../services/kernel/port.js';
import { openKernel } from '../../../services/kernel/real.js';
import { SILENT } from '../../unit/actuator/kit/bench.js';
import { eachPage, oneRun, runsOf } from '../../unit/actuator/kit/runs.js';

/** The mover's real child process and the real kernel. Pages are moved to node 0, where a host of one node has them all. */
const kernel = openKernel();
const children: number[] = [];
const mover = new ChildMover({
  name: 'move-pages',
  serves: ['process'],
  paths: { procfs: '/proc', sysfs: '/sys' },
  logger: SILENT,
  onChild: (pid) => children.push(pid),
});
const works = (await mover.probe()).works;
const skip = works ? false : 'move_pages does not work here';
let target: ChildProcess;
let pid = 0;

before(async () => {
  target = spawn(process.execPath, ['-e', "console.log('up'); setInterval(() => {}, 1000)"], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise((resolve) => target.stdout?.once('data', resolve));
  pid = target.pid as number;
});

after(async () => {
  target.kill('SIGKILL');
  await mover.close();
});

function heapPages(most: number): Float64Array {
  const heap = (kernel.processes.mappings(pid) ?? []).filter(({ path }) => path === '[heap]');
  const runs = kernel.processes.resident(pid, heap);
  const pages: number[] = [];
  runs?.startPage.forEach((start, run) => {
    for (let i = 0; i < (runs.pages[run] as number) && pages.length < most; i++) pages.push(start + i);
  });
  return Float64Array.from(pages);
}

function batch({ target, ...changes }: Partial<MoveBatch> & { target?: ProcessIdentity } = {}): MoveBatch {
  const identity = kernel.processes.identity(pid);
  assert.ok(identity);
  return {
    space: { kind: 'process', process: target ?? identity },
    fromNode: 1,
    toNode: 0,
    runs: runsOf(heapPages(200)),
    resumed: false,
    sharedPages: false,
    retries: 1,
    backoffMs: 1,
    notBeforeMs: 0,
    ...changes,
  };
}

test('a survey tells huge pages from others, and leaves where they are to the move', { skip }, async () => {
  const { space, runs } = batch();
  const report = await mover.survey({ space, ranges: runs, toNode: 0 });
  assert.equal(report.ended, undefined);
  assert.equal(report.huge.startPage.length, report.huge.pages.length);
  assert.equal(report.where, undefined);
});

test('pages on their target are there already, and pages moved to where they are count as moved', {
  skip,
}, async () => {
  const there = await mover.move(batch());
  assert.ok(eachPage(there).verdicts.includes(Verdict.alreadyThere));
  assert.equal(there.pagesMoved, 0);
  const same = await mover.move(batch({ fromNode: 0 }));
  assert.ok(same.pagesMoved > 0);
  assert.ok(same.seconds > 0);
  assert.ok(same.completedMs >= same.startedMs);
});

test('an address that is not mapped and a node that is not there are named', { skip }, async () => {
  const unmapped = await mover.move(batch({ runs: oneRun(1, 1) }));
  assert.deepEqual(eachPage(unmapped).details, [Errno.EFAULT]);
  const report = await mover.move(batch({ fromNode: 0, toNode: 63 }));
  assert.equal(report.ended?.reason, 'bad-node');
});

test('a process of another start time or program is not touched', { skip }, async () => {
  const identity = kernel.processes.identity(pid);
  assert.ok(identity);
  const other = await mover.move(batch({ target: { ...identity, startTicks: identity.startTicks - 1 } }));
  assert.equal(other.ended?.reason, 'identity-changed');
  const exec = await mover.move(batch({ target: { ...identity, exeInode: identity.exeInode + 1 } }));
  assert.equal(exec.ended?.reason, 'identity-changed');
  const unproven = await mover.move(batch({ target: { ...identity, exeInode: 0, startStack: '0' } }));
  assert.equal(unproven.ended?.reason, 'identity-unproven');
});

test('a child that is killed is started again, and answers', { skip }, async () => {
  process.kill(children.at(-1) as number, 'SIGKILL');
  const report = await mover.move(batch({ fromNode: 0 }));
  assert.ok(report.pagesMoved > 0);
  assert.equal(children.length, 2);
});

test('the child ends with its parent', { skip }, async () => {
  const url = new URL('../../../services/actuator/childMover.js', import.meta.url).href;
  const script = `
    const { ChildMover } = await import(${JSON.stringify(url)});
    const quiet = () => {};
    const mover = new ChildMover({
      name: 'move-pages',
      serves: ['process'],
      paths: { procfs: '/proc', sysfs: '/sys' },
      logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      onChild: (pid) => console.log(pid),
    });
    await mover.probe();
    process.kill(process.pid, 'SIGKILL');`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  parent.stdout?.on('data', (text: Buffer) => {
    said += text.toString();
  });
  await new Promise((resolve) => parent.once('close', resolve));
  const child = Number(said);
  assert.ok(child > 0);
  const ended = () => !(kernel.processes.facts(child)?.command ?? '').includes('mover.js');
  for (let looks = 0; !ended() && looks < 500; looks++) await sleep(10);
  assert.ok(ended());
});
