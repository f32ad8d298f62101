import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'nats';
import { stringify } from 'yaml';
import { Child } from '../../deploy/up/child.js';
import { generateSigningKey, type TrustedKeys, trustedKeysFrom } from '../../services/contract/signature.js';
import type { PolicySpec } from '../../services/core/policySpec.js';
import { freePort } from '../integration/natsServer.js';
import { checkoutRoot } from '../lab/guest.js';

/** A real brain, as built, in a process and a directory of its own. */
export interface BrainProcess {
  readonly pid: number;
  readonly keys: TrustedKeys;
  /** A metric's value, undefined when the brain does not answer or has no such metric. */
  metric(name: string): Promise<number | undefined>;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 30_000;
const ANSWER_TIMEOUT_MS = 5000;

/**
 * Starts a brain and waits until it plans. `written`: keys of the policy section that go before those of the policy.
 * `workers`: threads for heat; the brain's own choice when absent.
 */
export async function startBrainProcess(
  natsUrl: string,
  policy: PolicySpec,
  written: Readonly<Record<string, unknown>> = {},
  workers?: number,
): Promise<BrainProcess> {
  const dir = mkdtempSync(join(tmpdir(), 'thermocline-fleet-sim-'));
  const signing = generateSigningKey();
  const metrics = `127.0.0.1:${await freePort()}`;
  const configFile = join(dir, 'brain.yaml');
  const logFile = join(dir, 'brain.log');
  writeFileSync(join(dir, 'key.pem'), signing.privatePem, { mode: 0o600 });
  const config = {
    nats: { servers: [natsUrl] },
    grpc: { listen: '127.0.0.1:0' },
    metrics: { listen: metrics },
    log: { level: 'warn' },
    stateDir: join(dir, 'state'),
    ...(workers === undefined ? {} : { workers }),
    signingKey: join(dir, 'key.pem'),
    policy: { ...policySection(policy), ...written },
  };
  writeFileSync(configFile, stringify(config));
  let failure: string | undefined;
  const child = new Child({
    name: 'brain',
    // It goes when we do, however we go.
    command: 'setpriv',
    args: ['--pdeathsig', 'KILL', process.execPath, join(checkoutRoot(), 'dist/bin/brain.js'), '--config', configFile],
    logFile,
    onUnexpectedEnd: (message) => (failure = message),
  }).start();
  const metric = async (name: string): Promise<number | undefined> => {
    try {
      const text = await (
        await fetch(`http://${metrics}/metrics`, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) })
      ).text();
      const line = text.split('\n').find((each) => each.startsWith(`${name} `));
      return line === undefined ? undefined : Number(line.slice(name.length + 1));
    } catch {
      return undefined;
    }
  };
  const stop = async (): Promise<void> => {
    await child.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await streamsThere(natsUrl)) || (await metric('thermocline_brain_planning')) !== 1) {
    if (failure !== undefined || Date.now() > deadline) {
      const why = failure ?? `the brain did not start:\n${readFileSync(logFile, 'utf8')}`;
      await stop();
      throw new Error(why);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { pid: child.pid as number, keys: trustedKeysFrom([signing.publicPem]), metric, stop };
}

/** The policy as the brain's configuration writes it. */
function policySection(policy: PolicySpec): Record<string, unknown> {
  return {
    name: policy.name,
    coldAge: `${policy.classes[0]?.coldAgeSeconds}s`,
    hotRate: policy.classes[0]?.hotRate,
    headroom: policy.tiers[0]?.headroomShare,
    residence: `${policy.residenceSeconds}s`,
    dataMaxAge: `${policy.dataMaxAgeSeconds}s`,
    heatHalfLife: `${policy.heatHalfLifeSeconds}s`,
    bytesPerSecondPerHost: `${policy.bytesPerSecondPerHost}B`,
  };
}

async function streamsThere(url: string): Promise<boolean> {
  const nats = await connect({ servers: url });
  try {
    const jsm = await nats.jetstreamManager({ checkAPI: false });
    for (const stream of ['ACCESS', 'PLANS', 'OUTCOMES']) await jsm.streams.info(stream);
    return true;
  } catch {
    return false;
  } finally {
    await nats.close();
  }
}
