import assert from 'node:assert/strict';
import {
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { parseWorkload, shareOn, trueStar, workloadReports } from '../workload/reports.js';
import { checkoutRoot, lab, run } from './guest.js';

// One boot after the other (5 s each on an idle machine): a guest takes a core.
const CACHE =
  process.env['LAB_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'thermocline/lab');

// The first boot of all downloads and unpacks a kernel.
const FIRST_BOOT_LIMIT_MS = 600_000;

test.before(async () => {
  const outcome = await lab(['--', 'true'], { limitMs: FIRST_BOOT_LIMIT_MS });
  assert.equal(outcome.status, 0, outcome.stderr);
});

function temporaryDirectory(t: test.TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'thermocline-lab-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** How many processes have `mark` among their arguments. */
function processesWith(mark: string): number {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0').includes(mark);
    } catch {
      return false; // it ended meanwhile
    }
  }).length;
}

function overwrite(path: string, offset: number, text: string): void {
  const file = openSync(path, 'r+');
  writeSync(file, text, offset);
  closeSync(file);
}

test('two nodes; the exit status comes back; stdout and stderr stay apart; NUMA balancing is off', async () => {
  const outcome = await lab([
    '--',
    'cat /sys/devices/system/node/node?/distance /proc/sys/kernel/numa_balancing; echo "guest $LAB_GUEST in $PWD" >&2; exit 37',
  ]);
  assert.equal(outcome.stderr, `guest 1 in ${checkoutRoot()}\n`);
  assert.equal(outcome.stdout, '10 20\n20 10\n0\n');
  assert.equal(outcome.status, 37);
});

test('three nodes of sizes of their own, each a tier; -b leaves NUMA balancing on', async () => {
  const outcome = await lab([
    '-b',
    ...['-m', '512,640,300', '--'],
    `cat /sys/devices/system/node/node?/distance /proc/sys/kernel/numa_balancing
     ls -d /sys/devices/virtual/memory_tiering/memory_tier* | wc -l
     awk '/MemTotal/ { print int($4 / 1024) }' /sys/devices/system/node/node?/meminfo`,
  ]);
  const lines = outcome.stdout.trim().split('\n');
  assert.deepEqual(lines.slice(0, 5), ['10 20 40', '20 10 30', '40 30 10', '1', '3'], outcome.stderr);
  const asked = [512, 640, 300];
  const sizes = lines.slice(5).map(Number);
  assert.equal(sizes.length, 3);
  // The kernel's own image and page descriptors are taken off, mostly from node 0.
  sizes.forEach((size, node) => {
    assert.ok(size <= (asked[node] ?? 0) + 64 && size > 0.8 * (asked[node] ?? 0), `node ${node} has ${size} MiB`);
  });
});

test('several arguments are an argument vector, and the checkout is shared', async () => {
  const outcome = await lab(['--', 'grep', '-c', '"name": "thermocline"', 'package.json']);
  assert.deepEqual([outcome.stdout, outcome.stderr, outcome.status], ['1\n', '', 0]);
});

test('the time limit ends the guest with 124, and what it wrote until then was seen at once', async () => {
  const outcome = await lab(['-t', '15', '--', 'echo begun; sleep 100']);
  assert.equal(outcome.status, 124);
  assert.equal(outcome.stdout, 'begun\n');
  assert.match(outcome.stderr, /time limit of 15 s was reached; -t sets another/);
  assert.ok(outcome.firstOutputMs !== null && outcome.ms - outcome.firstOutputMs > 1000, 'output was held back');
});

test('SIGTERM takes the guest along', async () => {
  const mark = `thermocline-lab-test-${process.pid}`;
  let guests = 0;
  const outcome = await lab(['-q', `-name ${mark}`, '--', 'echo begun; sleep 100'], {
    onOutput: (_, kill) => {
      guests = processesWith(mark);
      kill('SIGTERM');
    },
  });
  assert.ok(guests > 0, 'the guest was not seen to run');
  assert.equal(outcome.status, 143);
  assert.equal(processesWith(mark), 0);
});

test('without qemu the error says what to install', async (t) => {
  const bin = temporaryDirectory(t);
  for (const tool of ['uname', 'realpath']) symlinkSync(`/usr/bin/${tool}`, join(bin, tool));
  const outcome = await lab(['--', 'true'], { env: { PATH: bin, HOME: homedir() } });
  assert.equal(outcome.status, 1);
  assert.match(
    outcome.stderr,
    /^lab: qemu-system-x86_64 is missing; install it: apt-get install qemu-system-x86 .*\n$/,
  );
});

test('a wrong option, and a directory that is not there, are said before anything is booted', async () => {
  const option = await lab(['-n', '9', '--', 'true']);
  assert.equal(option.status, 64);
  assert.match(option.stderr, /^lab: -n takes 1, 2 or 3, not "9"; .*-h lists the options\n$/);
  const threads = await lab(['--', 'true'], { env: { ...process.env, LAB_THREADS: 'many' } });
  assert.equal(threads.status, 64);
  assert.match(threads.stderr, /^lab: LAB_THREADS is single or multi, not "many"; .*-h lists the options\n$/);
  const directory = await lab(['-C', '/nowhere', '--', 'true']);
  assert.equal(directory.status, 1);
  assert.match(directory.stderr, /^lab: the directory \/nowhere does not exist; -C names the one to share\n$/);
});

test("lists of apt's that know no kernel, or one that is gone from the mirror, are fetched anew", async (t) => {
  const home = temporaryDirectory(t);
  const tool = (name: string, script: string) =>
    writeFileSync(join(home, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const listed = 'linux-image-6.12.1+deb12-amd64';
  tool('sudo', 'exec "$@"');
  tool(
    'apt-get',
    `echo "$*" >>${home}/asked; case "$*" in update*) touch ${home}/lists;; *) echo 404 Not Found; exit 100;; esac`,
  );
  tool('apt-cache', `[ -e ${home}/lists ] || exit 0; case $1 in depends) echo ${listed};; show) echo SHA256: 0;; esac`);
  const env = { ...process.env, PATH: `${home}:${process.env['PATH']}`, LAB_CACHE: join(home, 'cache') };
  const outcome = await lab(['--', 'true'], { env });
  const asked = readFileSync(join(home, 'asked'), 'utf8').trim().split('\n');
  assert.deepEqual(
    asked.map((line) => line.match(/update|download/)?.[0]),
    ['update', 'download', 'update', 'download'],
    outcome.stderr,
  );
  assert.equal(outcome.status, 1);
  assert.match(outcome.stderr, /404 Not Found\nlab: apt-get download failed; check the network/);
});

test('a damaged kernel in the cache is noticed and built again from the package kept there', async (t) => {
  const cache = temporaryDirectory(t);
  for (const part of ['boot', 'package']) cpSync(join(CACHE, part), join(cache, part), { recursive: true });
  const kernel = join(cache, 'boot/vmlinux');
  overwrite(kernel, 1 << 20, 'damage');
  const outcome = await lab(['--', 'echo booted'], { env: { ...process.env, LAB_CACHE: cache } });
  assert.deepEqual([outcome.stdout, outcome.status], ['booted\n', 0], outcome.stderr);
  assert.match(outcome.stderr, /is damaged; building it again/);
  assert.doesNotMatch(outcome.stderr, /downloading/);
  assert.ok(readFileSync(kernel).equals(readFileSync(join(CACHE, 'boot/vmlinux'))), 'the kernel is not whole again');
});

test('the workload has its hot set on node 1 and the rest on node 0, until the hot set shifts', async () => {
  const built = await run('test/workload/build.sh', []);
  assert.equal(built.status, 0, built.stderr);
  const sizes = ['--hot-mib 16', '--warm-mib 8', '--cold-mib 64', '--hot-node 1', '--rest-node 0'];
  const outcome = await lab([
    '--',
    `exec dist/workload/workload ${sizes.join(' ')} --duration-s 5 --shift-after-s 3 --report-interval-ms 500`,
  ]);
  assert.deepEqual([outcome.stderr, outcome.status], ['', 0]);
  const reports = workloadReports(parseWorkload(outcome.stdout));
  const before = reports.filter(({ phase }) => phase === 0);
  assert.ok(before.length >= 3);
  for (const report of before) {
    assert.deepEqual(report.hotByNode, { 0: 0, 1: 4096 });
    assert.deepEqual(report.warmByNode, { 0: 2048, 1: 0 });
    assert.deepEqual(report.coldByNode, { 0: 16384, 1: 0 });
    assert.equal(report.notResident, 0);
    assert.ok(trueStar(report, [1]) > 0.8, `STAR ${trueStar(report, [1])}`);
  }
  const last = reports.at(-2);
  assert.ok(last !== undefined && last.phase === 1);
  assert.deepEqual(last.hotByNode, { 0: 4096, 1: 0 });
  assert.equal(shareOn(last.coldByNode, [1]), 0.25);
  assert.equal(trueStar(last, [1]), 0);
});
