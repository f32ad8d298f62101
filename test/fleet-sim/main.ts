/**
 * A fleet of modelled hosts, a real brain, and a real nats-server unless one is named.
 */
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { DURATION_UNITS_MS, quantity } from '../../services/runtime/quantities.js';
import { type FleetReport, fleetRun } from './fleetRun.js';
import { WORKLOADS } from './workloads.js';

const USAGE = `npm run fleet-sim -- [--hosts 10000] [--runs 2000] [--interval 10s] [--workload mixed] [--seconds 60] [--seed 1]
  [--fast 0.4] [--fill 0.95] [--nats nats://127.0.0.1:4222] [--workers 1] [--policy 'hotRate: 0.1, coldAge: 2m'] [--json]`;
const OPTIONS = {
  hosts: { type: 'string', default: '10000' },
  runs: { type: 'string', default: '2000' },
  interval: { type: 'string', default: '10s' },
  workload: { type: 'string', default: 'mixed' },
  seconds: { type: 'string', default: '60' },
  seed: { type: 'string', default: '1' },
  fast: { type: 'string', default: '0.4' },
  fill: { type: 'string', default: '0.95' },
  nats: { type: 'string' },
  workers: { type: 'string' },
  policy: { type: 'string', default: '' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const { values } = readOptions();
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}

function atLeast(name: 'hosts' | 'runs' | 'seconds' | 'seed' | 'workers', least: number): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < least) usage(`--${name} ${values[name]}: a whole number of ${least} or more`);
  return value;
}

function share(name: 'fast' | 'fill'): number {
  const value = Number(values[name]);
  if (!(value > 0 && value <= 1)) usage(`--${name} ${values[name]}: a share above 0, at most 1`);
  return value;
}

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS });
  } catch (error) {
    return usage(`${(error as Error).message}\n${USAGE}`);
  }
}

function usage(what: string): never {
  process.stderr.write(`fleet-sim: ${what}\n`);
  process.exit(2);
}

const intervalMs = quantity(values.interval, DURATION_UNITS_MS);
if (!intervalMs || intervalMs < 1000) usage(`--interval ${values.interval}: a duration of 1s or more, as 10s`);
const workload =
  WORKLOADS.find((name) => name === values.workload) ??
  usage(`--workload ${values.workload}: one of ${WORKLOADS.join(', ')}`);

const say = (report: FleetReport): void => {
  const { cpuUs, toPlanSeconds: toPlan } = report;
  const lines = [
    `${report.seconds.toFixed(0)} s: ${report.batches} batches (${report.mergedBatches} merged) of ${report.bytesPerBatch.toFixed(0)} bytes, ${report.plans} plans, ${report.outcomes} outcomes,`,
    `STAR ${report.star.toFixed(3)}, lag ${report.lagSeconds.toFixed(2)} s (worst ${report.worstLagSeconds.toFixed(2)}),`,
    `to a plan ${toPlan.median.toFixed(2)} s (p99 ${toPlan.p99.toFixed(2)}, most ${toPlan.most.toFixed(2)});`,
    `CPU us a host and batch: brain ${cpuUs.brain.toFixed(0)}, nats ${cpuUs.nats?.toFixed(0) ?? '?'}, simulator ${cpuUs.simulator.toFixed(0)}`,
  ];
  process.stderr.write(`${lines.join(' ')}\n`);
};

const report = await fleetRun({
  hosts: atLeast('hosts', 1),
  runs: atLeast('runs', 10),
  intervalSeconds: intervalMs / 1000,
  workload,
  seed: atLeast('seed', 0),
  fastShare: share('fast'),
  fill: share('fill'),
  seconds: atLeast('seconds', 1),
  ...(values.nats === undefined ? {} : { natsUrl: values.nats }),
  ...(values.workers === undefined ? {} : { workers: atLeast('workers', 0) }),
  policyKeys: (parse(`{ ${values.policy} }`) ?? {}) as Record<string, unknown>,
  onReport: say,
});
process.stdout.write(`${JSON.stringify(report, null, values.json ? undefined : 2)}\n`);
