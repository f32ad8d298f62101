import assert from 'node:assert/strict';
import test from 'node:test';
import { TargetFollower, type TargetSpec, targetMatcher } from '../../../services/collector/targets.js';
import type { ProcessFacts, ProcessPort } from '../../../services/kernel/port.js';

const ANY: TargetSpec = { pids: [], commands: [], cgroups: [] };

function process(pid: number, more: Partial<ProcessFacts> = {}): ProcessFacts {
  return {
    identity: { pid, startTicks: 100, startStack: '1', exeInode: 7 },
    parent: 1,
    command: `/usr/bin/program-${pid}`,
    name: `program-${pid}`,
    cgroup: '/system.slice/some.service',
    kernelThread: false,
    uid: 1000,
    ...more,
  };
}

/** A process table that a test writes. */
function table(processes: ProcessFacts[]) {
  const port = {
    pids: () => processes.map(({ identity }) => identity.pid),
    facts: (pid: number) => processes.find(({ identity }) => identity.pid === pid),
    identity: (pid: number) => processes.find(({ identity }) => identity.pid === pid)?.identity,
    cgroup: (pid: number) => processes.find(({ identity }) => identity.pid === pid)?.cgroup,
  };
  return port as unknown as ProcessPort;
}

const pidsOf = (found: readonly ProcessFacts[]): number[] => found.map(({ identity }) => identity.pid);

test('a process is a target by pid, by command or by cgroup; by nothing said, all are', () => {
  const web = process(10, { command: 'nginx: worker', cgroup: '/system.slice/nginx.service' });
  const job = process(11, { command: 'python3 train.py', cgroup: undefined as never });
  const chosen = (spec: Partial<TargetSpec>) => pidsOf([web, job].filter(targetMatcher({ ...ANY, ...spec })));
  assert.deepEqual(chosen({}), [10, 11]);
  assert.deepEqual(chosen({ pids: [11] }), [11]);
  assert.deepEqual(chosen({ commands: ['^nginx:'] }), [10]);
  assert.deepEqual(chosen({ cgroups: ['/system.slice/*.service'] }), [10]);
  assert.deepEqual(chosen({ cgroups: ['/user.slice/**'], commands: ['train'] }), [11]);
});

test('kernel threads, our own services and their children are never targets', () => {
  const processes = [process(2, { kernelThread: true }), process(50), process(51, { parent: 50 }), process(60)];
  const follower = new TargetFollower(table(processes), targetMatcher(ANY), () => new Set([50]));
  assert.deepEqual(pidsOf(follower.look().targets), [60]);
});

test('processes are followed as they start and end', () => {
  const processes = [process(10)];
  const follower = new TargetFollower(table(processes), targetMatcher(ANY), () => new Set());
  assert.deepEqual(pidsOf(follower.look().started), [10]);
  processes.push(process(11));
  assert.deepEqual(pidsOf(follower.look().started), [11]);
  processes.shift();
  const change = follower.look();
  assert.deepEqual([pidsOf(change.started), pidsOf(change.ended), pidsOf(change.targets)], [[], [10], [11]]);
});

test('a pid that another process has now, and an execve, are an end and a start', () => {
  const processes = [process(10)];
  const follower = new TargetFollower(table(processes), targetMatcher(ANY), () => new Set());
  follower.look();
  for (const identity of [
    { pid: 10, startTicks: 900, startStack: '1', exeInode: 7 },
    { pid: 10, startTicks: 900, startStack: '2', exeInode: 8 },
  ]) {
    processes[0] = process(10, { identity });
    const change = follower.look();
    assert.deepEqual([pidsOf(change.started), pidsOf(change.ended)], [[10], [10]]);
    assert.deepEqual(change.started[0]?.identity, identity);
  }
});

test('a target that is put into another cgroup is there from the next look on', () => {
  const processes = [process(10, { cgroup: '/before' })];
  const follower = new TargetFollower(table(processes), targetMatcher(ANY), () => new Set());
  follower.look();
  processes[0] = process(10, { cgroup: '/after' });
  const { targets, started, ended } = follower.look();
  assert.deepEqual([targets.map(({ cgroup }) => cgroup), started, ended], [['/after'], [], []]);
});

test('a target whose new cgroup is none that is watched is let go', () => {
  const processes = [process(10, { cgroup: '/watched' })];
  const only = targetMatcher({ ...ANY, cgroups: ['/watched'] });
  const follower = new TargetFollower(table(processes), only, () => new Set());
  assert.deepEqual(pidsOf(follower.look().started), [10]);
  processes[0] = process(10, { cgroup: '/elsewhere' });
  assert.deepEqual(pidsOf(follower.look().ended), [10]);
});
