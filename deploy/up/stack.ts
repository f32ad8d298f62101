import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child } from './child.js';
import type { Layout } from './layout.js';
import type { UpOptions } from './options.js';

export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** Memory of each node of the guest: room for the workload on either, with headroom. */
const GUEST_NODE_MIB = 1024;
/** Between passes over the hot set: often enough for every look to see it, seldom enough to leave the guest's CPU to others. */
const HOT_INTERVAL_US = 40_000;
/** Asking where all its pages are costs the emulated processor a seventh of its time at one report a second. */
const LAB_REPORT_MS = 2000;
/** The guest is ended after a day, whatever happens. */
const GUEST_LIMIT_SECONDS = 86_400;

/** The processes of one run: NATS and brain on this host, the agents here or in the guest. */
export interface Stack {
  readonly nats: Child;
  readonly brain: Child;
  readonly agents: Child;
}

export function makeStack(
  layout: Layout,
  options: UpOptions,
  inLab: boolean,
  slowNode: number,
  fastNodes: readonly number[],
  onAgentLine: (line: string) => void,
  onFailure: (message: string) => void,
): Stack {
  const log = (name: string): string => join(layout.runDir, `${name}.log`);
  const nats = new Child({
    name: 'nats-server',
    command: 'nats-server',
    args: ['-c', join(REPOSITORY, 'deploy/nats/nats-server.conf')],
    logFile: log('nats-server'),
    env: {
      PATH: `${process.env['PATH']}:/usr/sbin`,
      THERMOCLINE_NATS_PORT: String(layout.natsPort),
      THERMOCLINE_NATS_STORE: join(layout.runDir, 'nats'),
    },
    onUnexpectedEnd: onFailure,
  });
  const brain = new Child({
    name: 'brain',
    command: process.execPath,
    args: [join(REPOSITORY, 'dist/bin/brain.js'), '--config', join(layout.runDir, 'brain.yaml')],
    logFile: log('brain'),
    onUnexpectedEnd: onFailure,
  });
  const run = agentArgs(layout, options, inLab, slowNode, fastNodes);
  const agents = inLab
    ? new Child({
        name: 'lab',
        command: 'bash',
        args: [
          join(REPOSITORY, 'deploy/lab/lab.sh'),
          ...['-n', '2', '-m', String(GUEST_NODE_MIB), '-t', String(GUEST_LIMIT_SECONDS)],
          ...['-C', REPOSITORY.replace(/\/$/, ''), '-g', String(layout.natsPort), '--', 'node', ...run],
        ],
        logFile: log('lab'),
        onLine: onAgentLine,
        onUnexpectedEnd: onFailure,
      })
    : new Child({
        name: 'agents',
        command: process.execPath,
        args: run,
        logFile: log('agents'),
        onLine: onAgentLine,
        onUnexpectedEnd: onFailure,
      });
  return { nats, brain, agents };
}

function agentArgs(
  layout: Layout,
  options: UpOptions,
  inLab: boolean,
  slowNode: number,
  fastNodes: readonly number[],
): string[] {
  const { hotMib, warmMib, coldMib } = options.workload;
  const here = new Set<string>(['collector', 'actuator']);
  return [
    join(REPOSITORY, 'dist/bin/agents.js'),
    layout.runDir,
    ...layout.agentAddresses.flatMap((each) => ['--wait', each]),
    ...options.restart
      .filter(({ service }) => here.has(service))
      .flatMap(({ service, seconds }) => ['--restart', `${service}@${seconds}`]),
    ...options.shiftAt.flatMap((each) => ['--shift-at', String(each)]),
    ...(options.shiftWhenPlaced ? ['--shift-when-placed', fastNodes.join(',')] : []),
    ...['--for', String(options.forSeconds)],
    ...['--workload', join(REPOSITORY, 'dist/workload/workload'), '--'],
    ...['--hot-mib', String(hotMib), '--warm-mib', String(warmMib), '--cold-mib', String(coldMib)],
    ...['--hot-node', String(slowNode), '--rest-node', String(Math.min(...fastNodes))],
    ...['--hot-interval-us', String(HOT_INTERVAL_US)],
    ...(inLab ? ['--report-interval-ms', String(LAB_REPORT_MS)] : []),
  ];
}
