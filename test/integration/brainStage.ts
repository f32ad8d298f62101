import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { Child } from '../../deploy/up/child.js';
import { generateSigningKey, type TrustedKeys, trustedKeysFrom } from '../../services/contract/signature.js';
import type { TlsFiles } from '../../services/rpc/credentials.js';
import { checkoutRoot } from '../lab/guest.js';
import { freePort, natsServer } from './natsServer.js';
import { ScriptedHost } from './scriptedHost.js';

const PATIENCE_MS = 30_000;

/** A real brain process, a real nats-server, and a host whose part the test plays. */
export interface Stage {
  readonly address: string;
  readonly brain: Child;
  readonly host: ScriptedHost;
  readonly trusted: TrustedKeys;
  /** Prometheus metrics of the brain. */
  readonly metricsUrl: string;
  /** What the brain has logged so far. */
  readonly log: () => string;
}

export interface StageOptions {
  /** The brain's `policy` section, as YAML within braces. */
  readonly policy: string;
  readonly tls?: TlsFiles;
  readonly approvalExpiry?: string;
  /** The same of the section `rights`. */
  readonly rights?: string;
}

/** All of it goes with the test. */
export async function brainStage(
  t: TestContext,
  { policy, tls, approvalExpiry = '60s', rights = '' }: StageOptions,
): Promise<Stage> {
  const dir = mkdtempSync(join(tmpdir(), 'thermocline-brain-'));
  const keys = generateSigningKey();
  const server = await natsServer();
  const address = `127.0.0.1:${await freePort()}`;
  const metrics = `127.0.0.1:${await freePort()}`;
  writeFileSync(join(dir, 'key.pem'), keys.privatePem, { mode: 0o600 });
  writeFileSync(
    join(dir, 'brain.yaml'),
    [
      `nats: { servers: ['${server.url}'] }`,
      `grpc: { listen: '${address}'${tls ? `, tls: ${JSON.stringify(tls)}` : ''} }`,
      `metrics: { listen: '${metrics}' }`,
      `stateDir: ${join(dir, 'state')}`,
      `signingKey: ${join(dir, 'key.pem')}`,
      `policy: { ${policy} }`,
      `plans: { every: 100ms, expiry: 30s, approvalExpiry: ${approvalExpiry} }`,
      `rights: { ${rights} }`,
    ].join('\n'),
  );
  const brain = new Child({
    name: 'brain',
    command: process.execPath,
    args: [join(checkoutRoot(), 'dist/bin/brain.js'), '--config', join(dir, 'brain.yaml')],
    logFile: join(dir, 'brain.log'),
  }).start();
  const host = await ScriptedHost.connect(server.url, 'scripted-host');
  t.after(async () => {
    await host.nats.close();
    await brain.stop();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const log = () => readFileSync(join(dir, 'brain.log'), 'utf8');
  return {
    address,
    brain,
    host,
    trusted: trustedKeysFrom([keys.publicPem]),
    metricsUrl: `http://${metrics}/metrics`,
    log,
  };
}

/** What `ask` answers once it answers anything; it may throw until then. Asked ever less often: it may start a process each time. */
export async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  let latest: unknown;
  const end = Date.now() + PATIENCE_MS;
  for (let pauseMs = 100; Date.now() < end; pauseMs = Math.min(1000, pauseMs * 1.3)) {
    const answer = await ask().catch((error) => {
      latest = error;
      return undefined;
    });
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error(`it did not happen within ${PATIENCE_MS / 1000} s`, { cause: latest });
}
