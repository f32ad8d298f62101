import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { type TestContext, test } from 'node:test';
import type { HostState } from '../../services/contract/gen/thermocline/v1/HostState.js';
import type { ServedService } from '../../services/rpc/server.js';
import { ThermoclineError } from '../../services/runtime/errors.js';
import { MAIN, thermocline } from './commandLine.js';
import { examplePlan, servePlans } from './planServer.js';

const GIB = 2 ** 30;

const HOST: HostState = {
  hostId: 'host-a',
  bootId: 'boot-1',
  lastBatchUnixMs: 1_700_000_000_000,
  facts: {
    nodes: [
      { id: 0, tier: 0, totalBytes: 4 * GIB, freeBytes: 1.25 * GIB, hasCpu: true },
      { id: 1, tier: 1, totalBytes: 8 * GIB, freeBytes: 8 * GIB, hasCpu: false, readLatencyNs: 250 },
    ],
    tiers: [
      { rank: 0, nodes: [0] },
      { rank: 1, nodes: [1] },
    ],
    tierSource: 'kernel',
    memoryPressure: { someAvg10: 0.125, fullAvg10: 0 },
    kernelRelease: '6.12.0',
    labels: { zone: 'a' },
    limitations: [{ name: 'damon', reason: 'the kernel has no DAMON' }],
  },
  classes: [
    {
      class: 'batch',
      buckets: [
        { lowestHeat: 0.75, pagesByTier: [10, 2] },
        { lowestHeat: 0, pagesByTier: [3, 4] },
        { lowestHeat: 0, pagesByTier: [5, 600] },
      ],
      starEstimate: 0.034,
      strr: 0.5,
    },
  ],
  cgroups: [
    { cgroup: '/batch', class: 'batch', fastBytes: 3 * GIB, byNumaStat: true, ceilingBytes: 2 * GIB },
    { cgroup: '/db', class: 'db', fastBytes: GIB, floorBytes: 2 * GIB, ceilingBytes: 4 * GIB },
  ],
  starEstimate: 0.034,
  strr: 0.5,
  runs: 70,
  spaces: 3,
  pagesMoved: 800,
};

const FLEET: ServedService = {
  file: 'fleet_service',
  name: 'FleetService',
  methods: {
    listHosts: async () => ({ hosts: [HOST, { hostId: 'host-b', bootId: 'boot-2' }] }),
    getHost: async ({ hostId }) => {
      if (hostId === HOST.hostId) return { host: HOST };
      throw new ThermoclineError('RPC_NOT_FOUND', `host ${JSON.stringify(hostId)} has sent nothing`);
    },
    getBrainStatus: async () => ({
      brainId: 'brain-1',
      version: '0.1.0',
      hosts: 2,
      batches: 40,
      plans: 7,
      policyName: 'default',
      policyRevision: 3,
    }),
  },
};
const COLLECTOR: ServedService = {
  file: 'collector_service',
  name: 'CollectorService',
  methods: {
    getCollectorStatus: async () => ({
      hostId: 'host-a',
      windows: 12,
      trackers: [
        { name: 'damon', works: false, reason: 'the kernel has no DAMON' },
        { name: 'smaps-referenced', works: true, inUse: true },
      ],
    }),
  },
};
const ACTUATOR: ServedService = {
  file: 'actuator_service',
  name: 'ActuatorService',
  methods: {
    getActuatorStatus: async () => ({
      hostId: 'host-a',
      plansCompleted: 5,
      totals: { bytesMoved: 3 * GIB },
      limitBytesPerSecond: 200 * 2 ** 20,
      heldBackBy: 'paused',
    }),
  },
};

async function served(t: TestContext): Promise<{ address: string; env: NodeJS.ProcessEnv }> {
  const server = await servePlans(t, {}, [FLEET, COLLECTOR, ACTUATOR]);
  server.plans.add(examplePlan('p1'));
  return { address: server.address, env: { THERMOCLINE_SERVER: server.address } };
}

test('hosts list: what is not known is a dash', async (t) => {
  const { env } = await served(t);
  const { status, stdout } = await thermocline(['hosts', 'list'], env);
  assert.equal(status, 0);
  assert.equal(
    stdout.replace(/\d+d$/gm, 'DAYS'),
    `\
HOST     TIERS   MEMORY    FREE   STAR    STRR   SEEN
host-a       2     12Gi   9.3Gi   3.4%   50.0%   DAYS
host-b       -        -       -      -       -   -
`,
  );
  const one = await thermocline(['hosts', 'list', '--host', 'host-a', '--no-headers'], env);
  assert.match(one.stdout, /^host-a .*\n$/);
});

test('hosts show: nodes, and the heat of each class by tier', async (t) => {
  const { env } = await served(t);
  const { stdout } = await thermocline(['hosts', 'show', 'host-a'], env);
  assert.equal(
    stdout.replace(/\d+d ago/, 'DAYS ago'),
    `\
Host:                  host-a
Boot:                  boot-1
Kernel:                6.12.0
Seen:                  DAYS ago
Labels:                zone=a
Slow accesses (STAR):  3.4%
Slow memory (STRR):    50.0%
Memory pressure:       12.5% some, 0.0% full
Tiers from:            kernel
Spaces:                3
Runs:                  70
Pages moved:           800

NODE   TIER   CPUS   TOTAL    FREE
   0      0   yes      4Gi   1.3Gi
   1      1   no       8Gi     8Gi

CLASS   STAR    STRR   HEAT      PAGES BY TIER
batch   3.4%   50.0%   >= 0.75   10 / 2
batch   3.4%   50.0%   > 0       3 / 4
batch   3.4%   50.0%   cold      5 / 600

CGROUP   CLASS   FAST   FLOOR   CEILING   OVER   BY
/batch   batch    3Gi       -       2Gi    1Gi   numa_stat
/db      db       1Gi     2Gi       4Gi      -   looks

Limitations
  damon: the kernel has no DAMON
`,
  );
  const json = JSON.parse((await thermocline(['hosts', 'show', 'host-a', '-o', 'json'], env)).stdout);
  assert.equal(json.host.facts.nodes[1].readLatencyNs, 250);
  assert.equal('readLatencyNs' in json.host.facts.nodes[0], false, 'absent is not zero');
  const missing = await thermocline(['hosts', 'show', 'host-z'], env);
  assert.deepEqual([missing.status, missing.stderr], [1, 'RPC_NOT_FOUND: host "host-z" has sent nothing\n']);
});

test('status asks the brain, or the collector or actuator that is named', async (t) => {
  const { address, env } = await served(t);
  const brain = await thermocline(['status'], env);
  assert.match(brain.stdout, /^Brain: +brain-1\nVersion: +0\.1\.0\nPolicy: +default revision 3\nHosts: +2\n/);
  const json = JSON.parse((await thermocline(['status', '-o', 'json'], env)).stdout);
  assert.deepEqual([json.formatVersion, json.brain.batches], [1, '40']);
  const collector = await thermocline(['status', '--collector', address]);
  assert.match(collector.stdout, /^damon +no +no +the kernel has no DAMON\nsmaps-referenced +yes +yes +-$/m);
  const actuator = await thermocline(['status', '--actuator', address]);
  assert.match(actuator.stdout, /^Held back by: +paused\nControl heard: +never\n/m);
  assert.match(actuator.stdout, /^Moved: +3Gi\nLimit: +200Mi\/s\n/m);
  const both = await thermocline(['status', '--collector', address, '--actuator', address]);
  assert.equal(both.status, 2);
});

test('on a terminal titles stand out, unless NO_COLOR asks for none', async (t) => {
  const { address } = await served(t);
  // script(1) gives the command a terminal; it runs beside the server that this process is.
  const onTerminal = async (environment: NodeJS.ProcessEnv): Promise<string> => {
    const command = `'${process.execPath}' '${MAIN}' --server ${address} plans show p1`;
    const env = { PATH: process.env['PATH'], TERM: 'xterm', ...environment };
    const child = spawn('script', ['-qec', command, '/dev/null'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
    await new Promise((resolve) => child.on('close', resolve));
    return shown;
  };
  const bold = '\u001b[1mp1\u001b[0m';
  assert.ok((await onTerminal({})).includes(bold));
  assert.ok(!(await onTerminal({ NO_COLOR: '1' })).includes('\u001b['));
});
