/**
 * Runs inside a lab guest of two nodes, as root: node guards.guest.js HELD. What stands in the way of a plan's pages on a real
 * kernel: a memory policy, a cpuset, and an access that the host's collector saw since. Prints what became of each plan as a line
 * of JSON; asserts are the caller's.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { Child } from '../../deploy/up/child.js';
import type { SpaceMoves } from '../../services/contract/gen/thermocline/v1/SpaceMoves.js';
import { encodeRanges } from '../../services/contract/ranges.js';
import { openKernel } from '../../services/kernel/real.js';
import { GuestActuator } from '../bench/actuator/guestActuator.js';
import { HOST } from '../unit/actuator/kit/plans.js';
import { checkoutRoot } from './guest.js';
import { pagesFrom, tally } from './kernel.watched.js';

const MIB = 4;
const CGROUPS = '/sys/fs/cgroup';
/** set_mempolicy(2) of x86-64, MPOL_BIND to node 0 alone; the policy is kept over an exec. */
const BIND = `import ctypes, os, sys
mask = ctypes.c_ulong(1)
if ctypes.CDLL(None, use_errno=True).syscall(238, 2, ctypes.byref(mask), 64): sys.exit('set_mempolicy')
os.execv(sys.argv[1], sys.argv[1:])`;
/** Windows of 2 s that the collector has to have seen, and what it takes to start there. */
const LOOKS_MS = 16_000;
const COLLECTOR_START_LOOKS = 900;

const [program = ''] = process.argv.slice(2);
const kernel = openKernel();
const dir = mkdtempSync(join(tmpdir(), 'guards-'));
const collector = startCollector();
const actuator = await GuestActuator.start(dir);
try {
  const free = await hold([program]);
  const before = migrated();
  await tell('free', free, () => ({ migrated: migrated() - before }));
  await tell('bound by policy', await hold(['python3', '-c', BIND, program]));
  writeFileSync(`${CGROUPS}/cgroup.subtree_control`, '+cpuset');
  mkdirSync(`${CGROUPS}/fast`);
  writeFileSync(`${CGROUPS}/fast/cpuset.mems`, '0');
  await tell(
    'bound by cpuset',
    await hold(['sh', '-c', `echo $$ >${CGROUPS}/fast/cgroup.procs && exec "$0" "$@"`, program]),
  );
  const hot = await hold([program]);
  for (let looks = 0; looks < COLLECTOR_START_LOOKS && !existsSync(join(dir, 'look.sock')); looks++) await sleep(100);
  for (const end = performance.now() + LOOKS_MS; performance.now() < end; ) await hot.touch();
  await tell('accessed since', hot);
  await actuator.stop();
  await collector.stop();
} catch (error) {
  for (const name of ['actuator', 'collector', 'nats'])
    process.stderr.write(readFileSync(join(dir, `${name}.log`), 'utf8').slice(-3000));
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 1;
}
process.exit();

interface Held {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly startPage: number;
  readonly pages: number;
  /** Reads all of it. */
  readonly touch: () => Promise<void>;
}

async function hold(command: readonly string[]): Promise<Held> {
  const [name = '', ...args] = [...command, 'anon', String(MIB)];
  const child = spawn(name, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, 'line');
  const touch = async (): Promise<void> => {
    child.stdin.write('\n');
    await once(lines, 'line');
  };
  return { child, touch, ...(JSON.parse(String(line)) as { pid: number; startPage: number; pages: number }) };
}

/** Demotes all of it, and says what came of it. */
async function tell(what: string, held: Held, more: () => object = () => ({})): Promise<void> {
  const identity = kernel.processes.identity(held.pid);
  if (!identity) throw new Error(`the holder of ${what} is gone`);
  const moves: SpaceMoves = {
    space: { process: { ...identity } },
    direction: 'DIRECTION_DEMOTION',
    fromNode: 0,
    toNode: 1,
    ranges: encodeRanges({ startPage: [held.startPage], pages: [held.pages] }),
  };
  const { totals, spaces } = await actuator.carryOut([moves]);
  const status = new Int32Array(held.pages);
  kernel.pages.queryNodes(held.pid, pagesFrom(held.startPage, held.pages), status);
  const lookAge = spaces[0]?.lastLookAgeSeconds;
  process.stdout.write(
    `${JSON.stringify({ what, pages: held.pages, ...totals, lookAge, after: tally(status), ...more() })}\n`,
  );
  held.child.kill('SIGKILL');
}

function migrated(): number {
  return kernel.host.vmCounters().get('pgmigrate_success') ?? 0;
}

function startCollector(): Child {
  const config = {
    hostId: HOST,
    nats: { servers: ['nats://127.0.0.1:4222'], connectTimeout: '120s' },
    stateDir: join(dir, 'collector'),
    runDir: dir,
    targets: { commands: ['/held '] },
    window: '2s',
    damon: { sample: '20ms', aggregation: '400ms' },
  };
  writeFileSync(join(dir, 'collector.yaml'), stringify(config));
  return new Child({
    name: 'collector',
    command: process.execPath,
    args: [join(checkoutRoot(), 'dist/bin/collector.js'), '--config', join(dir, 'collector.yaml')],
    logFile: join(dir, 'collector.log'),
    onUnexpectedEnd: (message) => process.stderr.write(`${message}\n`),
  }).start();
}
