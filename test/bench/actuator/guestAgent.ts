import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { Child } from '../../../deploy/up/child.js';
import type { SpaceMoves } from '../../../services/contract/gen/thermocline/v1/SpaceMoves.js';
import { encodeRanges } from '../../../services/contract/ranges.js';
import type { Kernel } from '../../../services/kernel/port.js';
import { FAST_NODE, type GuestTask } from './task.js';

/** Memory of a process of its own, whose pages are moved. */
export interface Held {
  readonly child: Child;
  readonly pid: number;
  readonly startPage: number;
  readonly pages: number;
}

export async function hold(task: GuestTask, mib: number, onFailure: (message: string) => void): Promise<Held> {
  let told: (line: string) => void = () => undefined;
  const line = new Promise<string>((resolve) => {
    told = resolve;
  });
  const child = new Child({
    name: 'hold',
    command: task.migrate,
    args: ['hold', String(mib)],
    logFile: '/tmp/hold.log',
    onLine: (text) => told(text),
    onUnexpectedEnd: onFailure,
  }).start();
  const { pid, startPage, pages } = JSON.parse(await line) as { pid: number; startPage: number; pages: number };
  return { child, pid, startPage, pages };
}

/** Moves all that is held to a node, as one SpaceMoves of a plan. */
export function movesOf(kernel: Kernel, held: Held, toNode: number): SpaceMoves {
  const process = kernel.processes.identity(held.pid);
  if (!process) throw new Error(`process ${held.pid} is gone`);
  return {
    space: { process: { ...process } },
    direction: toNode === FAST_NODE ? 'DIRECTION_PROMOTION' : 'DIRECTION_DEMOTION',
    fromNode: 1 - toNode,
    toNode,
    ranges: encodeRanges({ startPage: [held.startPage], pages: [held.pages] }),
  };
}

/** The real actuator, its configuration amended; resolves once it listens. */
export async function startActuator(
  task: GuestTask,
  amendments: object,
  onFailure: (message: string) => void,
): Promise<Child> {
  const config = parse(readFileSync(join(task.stackDir, 'actuator.yaml'), 'utf8')) as object;
  const file = '/tmp/actuator.yaml';
  writeFileSync(file, stringify({ ...config, ...amendments }));
  const child = new Child({
    name: 'actuator',
    command: process.execPath,
    args: [join(process.env['LAB_DIR'] ?? '.', 'dist/bin/actuator.js'), '--config', file],
    logFile: join(task.stackDir, 'actuator.log'),
    onUnexpectedEnd: onFailure,
  }).start();
  while (!(await listens(task.actuatorAddress))) await sleep(200);
  return child;
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

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** CPU that a process and its children use while something is done, by name. */
export class CpuCount {
  private readonly sums = new Map<string, Cpu>();

  constructor(private readonly pid: number) {}

  async during<T>(what: () => Promise<T>): Promise<T> {
    const before = cpuOf(this.pid);
    const answer = await what();
    for (const [name, { user, system }] of cpuOf(this.pid)) {
      const then = before.get(name) ?? { user: 0, system: 0 };
      const sum = this.sums.get(name) ?? { user: 0, system: 0 };
      this.sums.set(name, { user: sum.user + user - then.user, system: sum.system + system - then.system });
    }
    return answer;
  }

  used(): (Cpu & { readonly process: string })[] {
    return [...this.sums].map(([process, used]) => ({ process, ...used }));
  }
}

export interface Cpu {
  readonly user: number;
  readonly system: number;
}

/** User and system CPU of a process and its children so far, but for some, in seconds, by name, those of one name together (proc_pid_stat(5), fields 14 and 15). */
export function cpuOf(pid: number, without: readonly number[] = []): ReadonlyMap<string, Cpu> {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  const found = new Map<string, Cpu>();
  for (const each of [pid, ...children.map(Number)]) {
    if (without.includes(each)) continue;
    const fields = readFileSync(`/proc/${each}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const name =
      each === pid ? 'itself' : (readFileSync(`/proc/${each}/cmdline`, 'utf8').split('\0')[2] ?? String(each));
    const { user, system } = found.get(name) ?? { user: 0, system: 0 };
    found.set(name, {
      user: user + Number(fields[11]) / TICKS_PER_SECOND,
      system: system + Number(fields[12]) / TICKS_PER_SECOND,
    });
  }
  return found;
}
