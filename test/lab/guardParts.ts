/**
 * What stands in the way of a plan's pages on a real kernel: a memory policy, a cpuset, and an access that the host's collector
 * saw since. Runs in the actuator's guest.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeRanges } from '../../services/contract/ranges.js';
import type { Kernel } from '../../services/kernel/port.js';
import type { GuestActuator } from '../bench/actuator/guestActuator.js';
import { pagesFrom, tally } from './kernel.watched.js';

const MIB = 4;
const WATCHED_MIB = 5;
/** What the collector watches: the one part that is about looks, and no other memory. */
export const WATCHED = `/held anon ${WATCHED_MIB}$`;
/** A collector that is busy, as on an emulated processor it may be, lets a question go unanswered, and then the pages move. */
const TRIES = 3;
const CGROUPS = '/sys/fs/cgroup';
/** set_mempolicy(2) of x86-64, MPOL_BIND to node 0 alone; the policy is kept over an exec. */
const BIND = `import ctypes, os, sys
mask = ctypes.c_ulong(1)
if ctypes.CDLL(None, use_errno=True).syscall(238, 2, ctypes.byref(mask), 64): sys.exit('set_mempolicy')
os.execv(sys.argv[1], sys.argv[1:])`;
/** Windows of 2 s that the collector has to have seen, and what it takes to start there. */
const LOOKS_MS = 10_000;
const COLLECTOR_START_LOOKS = 900;

/** What the parts of the actuator's guest share. */
export interface Scene {
  /** held.c, compiled. */
  readonly program: string;
  /** Where the services have their files. */
  readonly dir: string;
  readonly actuator: GuestActuator;
  readonly kernel: Kernel;
  readonly tell: (what: string, found: object) => void;
}

export async function guardParts(scene: Scene): Promise<void> {
  const { program, dir, kernel } = scene;
  const migrated = (): number => kernel.host.vmCounters().get('pgmigrate_success') ?? 0;
  const before = migrated();
  await demote(scene, 'free', await hold([program]), { more: () => ({ migrated: migrated() - before }) });
  await demote(scene, 'bound by policy', await hold(['python3', '-c', BIND, program]));
  writeFileSync(`${CGROUPS}/cgroup.subtree_control`, '+cpuset');
  mkdirSync(`${CGROUPS}/fast`);
  writeFileSync(`${CGROUPS}/fast/cpuset.mems`, '0');
  const inCpuset = `echo $$ >${CGROUPS}/fast/cgroup.procs && exec "$0" "$@"`;
  await demote(scene, 'bound by cpuset', await hold(['sh', '-c', inCpuset, program]));
  let isLooked = false;
  for (let tries = 0; tries < TRIES && !isLooked; tries++) {
    const hot = await hold([program], WATCHED_MIB);
    const createdUnixMs = Date.now();
    for (let looks = 0; looks < COLLECTOR_START_LOOKS && !existsSync(join(dir, 'look.sock')); looks++) await sleep(100);
    for (const end = performance.now() + LOOKS_MS; performance.now() < end; ) await hot.touch();
    isLooked = await demote(scene, 'accessed since', hot, { createdUnixMs });
  }
}

interface Held {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly startPage: number;
  readonly pages: number;
  /** Reads all of it. */
  readonly touch: () => Promise<void>;
}

async function hold(command: readonly string[], mib = MIB): Promise<Held> {
  const [name = '', ...args] = [...command, 'anon', String(mib)];
  const child = spawn(name, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, 'line');
  const touch = async (): Promise<void> => {
    child.stdin.write('\n');
    await once(lines, 'line');
  };
  return { child, touch, ...(JSON.parse(String(line)) as { pid: number; startPage: number; pages: number }) };
}

/** Demotes all of it, and says what came of it. Returns whether a look was had. */
async function demote(
  { actuator, kernel, tell }: Scene,
  what: string,
  { pid, startPage, pages, child }: Held,
  { createdUnixMs = Date.now(), more = () => ({}) }: { createdUnixMs?: number; more?: () => object } = {},
): Promise<boolean> {
  const identity = kernel.processes.identity(pid);
  if (!identity) throw new Error(`the holder of ${what} is gone`);
  const moves = {
    space: { process: { ...identity } },
    direction: 'DIRECTION_DEMOTION',
    fromNode: 0,
    toNode: 1,
    ranges: encodeRanges({ startPage: [startPage], pages: [pages] }),
  } as const;
  const { totals, spaces } = await actuator.carryOut([moves], createdUnixMs);
  const status = new Int32Array(pages);
  kernel.pages.queryNodes(pid, pagesFrom(startPage, pages), status);
  tell(what, { pages, ...totals, lookAge: spaces[0]?.lastLookAgeSeconds, after: tally(status), ...more() });
  child.kill('SIGKILL');
  return spaces[0]?.lastLookAgeSeconds !== undefined;
}
