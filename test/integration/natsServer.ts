import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutRoot } from '../lab/guest.js';

/** A real nats-server of a test's own: loopback, a free port, a directory that goes with it. Dies with this process. */
export interface TestServer {
  readonly url: string;
  readonly port: number;
  /** Of the process that runs now. */
  readonly pid: number | undefined;
  /** SIGKILL, as a crash. */
  kill(): Promise<void>;
  /** Starts it again on the same port with the same store. */
  start(): Promise<void>;
  /** Ends it in order and starts it again. */
  restart(): Promise<void>;
  /** Ends it and removes its store. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 20_000;
const END_TIMEOUT_MS = 20_000;

/** `config`: lines for the end of the configuration that the project ships (deploy/nats). */
export async function natsServer(config = ''): Promise<TestServer> {
  const store = mkdtempSync(join(tmpdir(), 'thermocline-nats-'));
  const port = await freePort();
  const configFile = join(store, 'test.conf');
  writeFileSync(
    configFile,
    `${readFileSync(join(checkoutRoot(), 'deploy/nats/nats-server.conf'), 'utf8')}\n${config}\n`,
  );
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const args = ['--pdeathsig', 'KILL', binary(), '-c', configFile];
    const env = { ...process.env, THERMOCLINE_NATS_PORT: String(port), THERMOCLINE_NATS_STORE: store };
    const child = spawn('setpriv', args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    server = child;
    await new Promise<void>((resolve, reject) => {
      let log = '';
      const timer = setTimeout(() => reject(new Error(`nats-server did not start:\n${log}`)), START_TIMEOUT_MS);
      child.stderr?.on('data', (text: Buffer) => {
        log += text.toString();
        if (log.includes('Server is ready')) {
          clearTimeout(timer);
          resolve();
        }
      });
      child.on('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`nats-server ended with ${code}:\n${log}`));
      });
    });
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const child = server;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT_MS);
    await ended;
    clearTimeout(timer);
  };
  const kill = (): Promise<void> => end('SIGKILL');
  await start();
  return {
    url: `nats://127.0.0.1:${port}`,
    port,
    get pid() {
      return server?.pid;
    },
    kill,
    start,
    restart: async () => {
      await end('SIGTERM');
      await start();
    },
    stop: async () => {
      await kill();
      rmSync(store, { recursive: true, force: true });
    },
  };
}

/** In a normal user's PATH there is no /usr/sbin, where Debian has it. */
function binary(): string {
  const path = `${process.env['PATH']}:/usr/sbin`;
  return execFileSync('sh', ['-c', 'command -v nats-server'], {
    env: { ...process.env, PATH: path },
    encoding: 'utf8',
  }).trim();
}

/** Below the ports that Linux gives to connections by itself (ip_local_port_range): one of those could be taken before it is listened on. */
const PORTS = { from: 15_000, to: 32_000 };
const MOST_TRIES = 100;

/** A port of the loopback that nobody listens on now, and that is not likely to be given to anybody else. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const port = randomInt(PORTS.from, PORTS.to);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
  throw new Error(`of ${MOST_TRIES} ports none was free`);
}
