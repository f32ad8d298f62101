import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from '../../../deploy/up/child.js';
import { type CeilingScene, FAST_NODE, type GuestLine, type GuestTask, SLOW_NODE, TENANT } from './labTask.js';

const CGROUPS = '/sys/fs/cgroup';
const NEIGHBOUR = 'neighbour';

/** A cgroup that touches all of its memory over and over, and a neighbour that allocates. Says memory.numa_stat each second. */
export async function conductCeiling(
  task: GuestTask,
  scene: CeilingScene,
  say: (line: GuestLine) => void,
  onFailure: (message: string) => void,
): Promise<void> {
  writeFileSync(join(CGROUPS, 'cgroup.subtree_control'), '+memory');
  for (const name of [TENANT, NEIGHBOUR]) mkdirSync(join(CGROUPS, name));
  const hours = ['--report-interval-ms', '3600000'];
  const tenant = inCgroup(
    TENANT,
    task,
    [
      ...[
        '--hot-mib',
        String(scene.tenantMib),
        '--cold-mib',
        '0',
        '--hot-interval-us',
        String(task.hotIntervalUs),
        ...hours,
      ],
    ],
    onFailure,
  );
  const neighbour = inCgroup(
    NEIGHBOUR,
    task,
    [
      ...['--hot-mib', '1', '--cold-mib', '0', '--hot-interval-us', '1000000', ...hours],
      ...['--churn-mib', String(scene.neighbourMib), '--churn-mib-per-s', String(scene.neighbourMibPerSecond)],
    ],
    onFailure,
  );
  await tenant.started;
  await sleep(scene.warmUpSeconds * 1000);
  const begun = performance.now();
  for (let second = 0; second < scene.seconds; second++) {
    const bytes = anonByNode(TENANT);
    say({ event: 'fast', second, bytes: bytes.get(FAST_NODE) ?? 0, slowBytes: bytes.get(SLOW_NODE) ?? 0 });
    await sleep(Math.max(0, begun + (second + 1) * 1000 - performance.now()));
  }
  await Promise.all([tenant.child.stop(), neighbour.child.stop()]);
}

/** Its memory has to be charged to the cgroup from the first page on, so a shell enters it and becomes the workload. */
function inCgroup(name: string, task: GuestTask, args: readonly string[], onFailure: (message: string) => void) {
  let filled: () => void = () => undefined;
  const started = new Promise<void>((resolve) => (filled = resolve));
  const enter = `echo $$ >${join(CGROUPS, name, 'cgroup.procs')} && exec "$@"`;
  const child = new Child({
    name,
    command: 'bash',
    args: ['-c', enter, name, task.workload, '--pdeathsig', ...args],
    logFile: `/tmp/${name}.log`,
    onLine: (line) => line.includes('"event":"start"') && filled(),
    onUnexpectedEnd: onFailure,
  }).start();
  return { child, started };
}

/** Bytes of anonymous memory by node (Documentation/admin-guide/cgroup-v2.rst, memory.numa_stat). */
function anonByNode(name: string): Map<number, number> {
  const text = readFileSync(join(CGROUPS, name, 'memory.numa_stat'), 'utf8');
  const anon = /^anon (.*)$/m.exec(text)?.[1] ?? '';
  return new Map([...anon.matchAll(/N(\d+)=(\d+)/g)].map(([, node, bytes]) => [Number(node), Number(bytes)]));
}
