/** Switches on what moves pages, inside the guest. Writes the guest's /proc and /sys, as root. */
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from '../../../deploy/up/child.js';
import { startDamos } from './labDamos.js';
import type { GuestTask, Moved } from './labTask.js';

const CONNECT_EVERY_MS = 200;

/** What moves pages: `begin` is called when the workload's memory is as it should be at the start. */
export interface Mover {
  begin(): void;
  stop(): Promise<void>;
}

/**
 * Resolves once the system is there. Services are there before the workload, as on any host; the kernel's systems, which need no
 * time for it, begin to work with `begin`: while the workload fills its memory they would already make room.
 */
export async function startSystem(task: GuestTask, onFailure: (message: string) => void): Promise<Mover> {
  if (process.env['LAB_GUEST'] !== '1') throw new Error('this runs in the lab guest alone: it rules the whole machine');
  const nothing = { begin: () => undefined, stop: async () => undefined };
  switch (task.system) {
    case 'none':
      return nothing;
    case 'numa-balancing':
      return { ...nothing, begin: balance };
    case 'damos':
      return { ...nothing, begin: startDamos };
    case 'thermocline':
      return { ...nothing, stop: await startAgents(task, onFailure) };
  }
}

/** Documentation/admin-guide/sysctl/kernel.rst: 2 is NUMA_BALANCING_MEMORY_TIERING. */
function balance(): void {
  writeFileSync('/sys/kernel/mm/numa/demotion_enabled', '1');
  writeFileSync('/sys/kernel/debug/sched/numa_balancing/scan_period_min_ms', '100');
  // Left at a minute, the kernel spreads its scans ever wider while promotions wait for room, and does not place the hot set.
  writeFileSync('/sys/kernel/debug/sched/numa_balancing/scan_period_max_ms', '1000');
  writeFileSync('/proc/sys/kernel/numa_balancing', '2');
}

async function startAgents(task: GuestTask, onFailure: (message: string) => void): Promise<() => Promise<void>> {
  const agents = ['collector', 'actuator'].map((name) =>
    new Child({
      name,
      command: process.execPath,
      args: [join(process.env['LAB_DIR'] ?? '.', `dist/bin/${name}.js`), '--config', join(task.runDir, `${name}.yaml`)],
      logFile: join(task.runDir, `${name}.log`),
      onUnexpectedEnd: onFailure,
    }).start(),
  );
  for (const address of task.waitFor) while (!(await listens(address))) await sleep(CONNECT_EVERY_MS);
  return async () => {
    await Promise.all(agents.map((agent) => agent.stop()));
  };
}

async function listens(address: string): Promise<boolean> {
  const [host, port] = address.split(':');
  return await new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.on('error', () => resolve(false));
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

/** MemTotal of a node in MiB, from its meminfo. */
export function nodeMib(node: number): number {
  const text = readFileSync(`/sys/devices/system/node/node${node}/meminfo`, 'utf8');
  return Number(/MemTotal:\s+(\d+) kB/.exec(text)?.[1]) / 1024;
}

export function movedSoFar(): Moved {
  const counters = new Map<string, number>();
  for (const line of readFileSync('/proc/vmstat', 'utf8').split('\n')) {
    const [name = '', value] = line.split(' ');
    counters.set(name, Number(value));
  }
  let demoted = 0;
  for (const [name, value] of counters) if (name.startsWith('pgdemote_')) demoted += value;
  return {
    migrated: counters.get('pgmigrate_success') ?? 0,
    promoted: counters.get('pgpromote_success') ?? 0,
    demoted,
  };
}
