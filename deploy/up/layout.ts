import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { generateSigningKey } from '../../services/contract/signature.js';
import type { UpOptions } from './options.js';

/** Files and ports of one run. */
export interface Layout {
  readonly runDir: string;
  readonly natsPort: number;
  readonly brainAddress: string;
  readonly hostId: string;
  /** Where collector and actuator listen, on the machine that they run on. */
  readonly agentAddresses: readonly string[];
}

/** The lab guest reaches the host's loopback under this address (see deploy/lab). */
const GUEST_TO_HOST = '10.0.2.100';
const GUEST_STATE = '/run/thermocline';
/** The window of `up`: short, for people watch. */
const WINDOW = '2s';
/** Made in every run, and in no directory of anybody else's. */
const MARK = 'plan-signing.pub';

/**
 * Makes a fresh run directory with a key pair and the configuration of each service. `inLab`: agents run in the guest. Throws
 * TypeError for a directory that is not of a run.
 */
export async function makeLayout(options: UpOptions, inLab: boolean): Promise<Layout> {
  const { runDir } = options;
  clear(runDir);
  mkdirSync(runDir, { recursive: true, mode: 0o700 });
  const { privatePem, publicPem } = generateSigningKey();
  writeFileSync(join(runDir, 'plan-signing.pem'), privatePem, { mode: 0o600 });
  writeFileSync(join(runDir, 'plan-signing.pub'), publicPem);
  const [natsPort, brainPort, brainMetrics] = await freePorts(3);
  const natsUrl = `nats://${inLab ? GUEST_TO_HOST : '127.0.0.1'}:${natsPort}`;
  const hostId = inLab ? 'lab-guest' : 'this-host';
  const state = inLab ? GUEST_STATE : runDir;
  const [collectorPort, collectorMetrics, actuatorPort, actuatorMetrics] = await freePorts(4);

  const agentAddresses = [`127.0.0.1:${collectorPort}`, `127.0.0.1:${actuatorPort}`];

  const write = (name: string, config: object): void => writeFileSync(join(runDir, `${name}.yaml`), stringify(config));
  write('brain', {
    nats: { servers: [`nats://127.0.0.1:${natsPort}`] },
    grpc: { listen: `127.0.0.1:${brainPort}` },
    metrics: { listen: `127.0.0.1:${brainMetrics}` },
    stateDir: join(runDir, 'brain'),
    signingKey: join(runDir, 'plan-signing.pem'),
    policy: {
      name: 'demo',
      coldAge: options.coldAge,
      hotRate: 0.25,
      headroom: 0.05,
      residence: '20s',
      heatHalfLife: '4s',
      bytesPerSecondPerHost: options.limit,
    },
    plans: { every: '2s', expiry: '30s' },
    control: { every: '5s' },
    streams: { accessMaxAge: '1h', accessMaxBytes: '256MiB' },
  });
  write('collector', {
    hostId,
    nats: { servers: [natsUrl], connectTimeout: '60s' },
    grpc: { listen: `127.0.0.1:${collectorPort}` },
    metrics: { listen: `127.0.0.1:${collectorMetrics}` },
    stateDir: join(state, 'collector'),
    runDir: inLab ? GUEST_STATE : runDir,
    targets: options.all ? {} : { commands: ['^\\S*/workload( |$)'] },
    window: WINDOW,
    // Longer than the defaults: the processor of the guest is emulated, and every sample costs it.
    damon: { sample: '20ms', aggregation: '400ms' },
    residencyShare: inLab ? 0.1 : 0.2,
  });
  write('actuator', {
    hostId,
    nats: { servers: [natsUrl], connectTimeout: '60s' },
    grpc: { listen: `127.0.0.1:${actuatorPort}` },
    metrics: { listen: `127.0.0.1:${actuatorMetrics}` },
    stateDir: join(state, 'actuator'),
    runDir: inLab ? GUEST_STATE : runDir,
    keys: [join(runDir, 'plan-signing.pub')],
    limitBytesPerSecond: options.limit,
    residence: '20s',
    moveLog: join(runDir, 'moves.jsonl'),
  });
  chmodSync(runDir, 0o700);
  return { runDir, natsPort: natsPort as number, brainAddress: `127.0.0.1:${brainPort}`, hostId, agentAddresses };
}

/** Removes what an earlier run left. Throws TypeError where there is anything else: it is somebody's. */
function clear(runDir: string): void {
  const names = existsSync(runDir) ? readdirSync(runDir) : [];
  if (names.length > 0 && !names.includes(MARK)) {
    throw new TypeError(
      `--run-dir ${runDir} holds what no run of up left there; name a new directory, or an empty one`,
    );
  }
  rmSync(runDir, { recursive: true, force: true });
}

/** Ports that were free a moment ago, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ports.push((server.address() as { port: number }).port);
  }
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return ports;
}
