import { readFileSync } from 'node:fs';
import {
  type ConnectionOptions,
  connect,
  credsAuthenticator,
  ErrorCode,
  type JetStreamClient,
  type JetStreamManager,
  type NatsConnection,
  NatsError,
} from 'nats';
import type { NatsSection } from '../runtime/configTypes.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';

/** A connection to NATS with JetStream. It reconnects for ever; each loss and return is logged and counted. */
export interface Bus {
  readonly nats: NatsConnection;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  readonly logger: Logger;
  /** Whether the server can be reached now. */
  connected(): boolean;
  /** Connections lost since the start. */
  losses(): number;
  /** Calls back whenever the connection is there again. */
  onReturn(callback: () => void): void;
  /** Sends what is buffered and closes. */
  close(): Promise<void>;
}

const RETRY_MS = 500;
const SAY_EVERY_MS = 5000;
const ATTEMPT_TIMEOUT_MS = 5000;
/** How long a request to JetStream may take. A busy server on a slow disk takes seconds. */
const REQUEST_TIMEOUT_MS = 15_000;
/** A close that a dead server holds up must not hold up the stop. */
const CLOSE_TIMEOUT_MS = 3000;

/**
 * Connects, trying again for `connectTimeout`. Throws NATS_UNREACHABLE, NATS_REFUSED (credentials, certificates, rights) or
 * NATS_NO_JETSTREAM.
 */
export async function connectBus(section: NatsSection, name: string, logger: Logger): Promise<Bus> {
  const nats = await firstConnection(section, name, logger);
  const js = nats.jetstream({ timeout: REQUEST_TIMEOUT_MS });
  let jsm: JetStreamManager;
  try {
    jsm = await nats.jetstreamManager({ timeout: REQUEST_TIMEOUT_MS, checkAPI: false });
    await accountInfo(jsm, section);
  } catch (error) {
    await nats.close();
    throw error;
  }
  let up = true;
  let losses = 0;
  const returned: (() => void)[] = [];
  void (async () => {
    for await (const status of nats.status()) {
      if (status.type === 'disconnect') {
        up = false;
        losses++;
        logger.warn({ server: String(status.data) }, 'NATS is away; trying to reconnect');
      } else if (status.type === 'reconnect') {
        up = true;
        logger.info({ server: String(status.data) }, 'NATS is back');
        for (const callback of returned) callback();
      } else if (status.type === 'error') {
        logger.warn({ error: String(status.data) }, 'NATS reports an error');
      }
    }
  })();
  return {
    nats,
    js,
    jsm,
    logger,
    connected: () => up,
    losses: () => losses,
    onReturn: (callback) => void returned.push(callback),
    close: async () => {
      const timer = setTimeout(() => void nats.close(), CLOSE_TIMEOUT_MS);
      if (up) await nats.drain().catch(() => nats.close());
      else await nats.close();
      clearTimeout(timer);
    },
  };
}

async function firstConnection(section: NatsSection, name: string, logger: Logger): Promise<NatsConnection> {
  const options = connectionOptions(section, name);
  const servers = section.servers.join(', ');
  const deadline = performance.now() + section.connectTimeout;
  let saidMs = performance.now();
  for (;;) {
    try {
      return await connect(options);
    } catch (cause) {
      const refusal = refused(cause, servers);
      if (refusal) throw refusal;
      const now = performance.now();
      if (now >= deadline) {
        const seconds = section.connectTimeout / 1000;
        const says = `no NATS server answered at ${servers} within ${seconds} s; start one, or correct nats.servers`;
        throw new ThermoclineError('NATS_UNREACHABLE', says, { cause });
      }
      if (now - saidMs >= SAY_EVERY_MS) {
        saidMs = now;
        logger.warn(
          { servers, giveUpInSeconds: Math.round((deadline - now) / 1000) },
          'NATS does not answer; trying again',
        );
      }
      await new Promise((resolve) => setTimeout(resolve, Math.min(RETRY_MS, Math.max(0, deadline - now))));
    }
  }
}

function connectionOptions(section: NatsSection, name: string): ConnectionOptions {
  const read = (file: string): string => {
    try {
      return readFileSync(file, 'utf8');
    } catch (cause) {
      throw new ThermoclineError('TLS_INVALID', `nats: ${(cause as Error).message}`, { cause });
    }
  };
  const { tls, credentials } = section;
  return {
    servers: [...section.servers],
    name: `thermocline-${name}`,
    timeout: ATTEMPT_TIMEOUT_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RETRY_MS,
    ...(tls ? { tls: { ca: read(tls.ca), cert: read(tls.cert), key: read(tls.key) } } : {}),
    ...(credentials ? { authenticator: credsAuthenticator(Buffer.from(read(credentials))) } : {}),
  };
}

function refused(error: unknown, servers: string): ThermoclineError | undefined {
  if (error instanceof ThermoclineError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const auth = error instanceof NatsError && /AUTHORIZATION|AUTHENTICATION|PERMISSIONS|BAD_CREDS/i.test(error.code);
  if (auth || /authorization violation|certificate|self.signed|TLS|SSL/i.test(text)) {
    const says = `${servers} refused the connection: ${text}; correct nats.tls or nats.credentials`;
    return new ThermoclineError('NATS_REFUSED', says, { cause: error });
  }
  return undefined;
}

async function accountInfo(jsm: JetStreamManager, section: NatsSection): Promise<void> {
  try {
    await jsm.getAccountInfo();
  } catch (cause) {
    const code = cause instanceof NatsError ? cause.code : '';
    // Services other than the brain have rights on their own subjects alone, and may not ask for this.
    if (code === ErrorCode.PermissionsViolation || code === ErrorCode.Timeout) return;
    const says = `${section.servers.join(', ')}: ${(cause as Error).message}; start nats-server with JetStream (deploy/nats)`;
    throw new ThermoclineError('NATS_NO_JETSTREAM', says, { cause });
  }
}
