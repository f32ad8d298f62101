import {
  type ConnectionOptions,
  connect,
  type JetStreamClient,
  type JetStreamManager,
  type NatsConnection,
  NatsError,
} from 'nats';
import type { NatsSection } from '../runtime/configTypes.js';
import { describe, ThermoclineError } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import { refusal, serverOptions } from './credentials.js';

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
  /** Calls back whenever the connection is there again, until the function it answers is called. */
  onReturn(callback: () => void): () => void;
  /**
   * Resolves when the connection is closed for good: with nothing after `close`, with NATS_REFUSED when the server would not
   * take us back (credentials withdrawn or expired).
   */
  readonly ended: Promise<ThermoclineError | undefined>;
  /** Sends what is buffered and closes. Takes no longer than a few seconds, whatever the server does. */
  close(): Promise<void>;
}

const RETRY_MS = 500;
/** Spreads the hosts of a fleet that all lost the same server. */
const RETRY_JITTER_MS = 1000;
const SAY_EVERY_MS = 5000;
const ATTEMPT_TIMEOUT_MS = 5000;
/** A server that has answered none of two pings is away: noticed after half a minute where the network swallows packets. */
const PING_EVERY_MS = 10_000;
const PINGS_UNANSWERED = 2;
/** How long a request to JetStream may take. A busy server on a slow disk takes seconds. */
const REQUEST_TIMEOUT_MS = 15_000;
/** A close that a dead server holds up must not hold up the stop. */
const CLOSE_TIMEOUT_MS = 3000;
/** JetStream's "not enabled", for the server and for the account. */
const JETSTREAM_OFF = [10039, 10076];

/**
 * Connects, trying again for `connectTimeout`. Throws NATS_UNREACHABLE, NATS_REFUSED (credentials, certificates, rights),
 * TLS_INVALID (a file that cannot be read) or NATS_NO_JETSTREAM.
 */
export async function connectBus(section: NatsSection, name: string, logger: Logger): Promise<Bus> {
  const options = serverOptions(section);
  const servers = options.servers.join(', ');
  const nats = await firstConnection(options, section.connectTimeout, name, logger);
  const js = nats.jetstream({ timeout: REQUEST_TIMEOUT_MS });
  let jsm: JetStreamManager;
  try {
    jsm = await nats.jetstreamManager({ timeout: REQUEST_TIMEOUT_MS, checkAPI: false });
    await requireJetStream(jsm, servers);
  } catch (error) {
    await nats.close();
    throw error;
  }
  let up = true;
  let losses = 0;
  let closing = false;
  const returned = new Set<() => void>();
  void (async () => {
    for await (const status of nats.status()) {
      if (status.type === 'disconnect') {
        up = false;
        losses++;
        logger.warn({ server: String(status.data), losses }, 'NATS is away; trying to reconnect');
      } else if (status.type === 'reconnect') {
        up = true;
        logger.info({ server: String(status.data) }, 'NATS is back');
        for (const callback of returned) callback();
      } else if (status.type === 'error') {
        logger.warn({ error: String(status.data), ...status.permissionContext }, 'NATS reports an error');
      }
    }
  })();
  const ended = nats.closed().then((error) => {
    up = false;
    if (closing) return undefined;
    const failure = error && refusal(error, servers);
    const final =
      failure || new ThermoclineError('NATS_UNREACHABLE', `${servers}: the connection ended`, { cause: error });
    logger.error({ error: describe(final) }, 'the connection to NATS is closed for good');
    return final;
  });
  return {
    nats,
    js,
    jsm,
    logger,
    connected: () => up,
    losses: () => losses,
    onReturn: (callback) => {
      returned.add(callback);
      return () => void returned.delete(callback);
    },
    ended,
    close: async () => {
      closing = true;
      if (up) await atMost(CLOSE_TIMEOUT_MS, nats.drain());
      // A drain that lost its server on the way ends without a word, and leaves the connection open.
      if (!nats.isClosed()) await atMost(CLOSE_TIMEOUT_MS, nats.close());
    },
  };
}

/** Waits until something has ended, in order or not, but no longer than this. */
async function atMost(limitMs: number, what: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => (timer = setTimeout(resolve, limitMs)));
  await Promise.race([what.catch(() => undefined), limit]);
  clearTimeout(timer);
}

async function firstConnection(
  known: ReturnType<typeof serverOptions>,
  timeoutMs: number,
  name: string,
  logger: Logger,
): Promise<NatsConnection> {
  const options: ConnectionOptions = {
    ...known,
    name: `thermocline-${name}`,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RETRY_MS,
    reconnectJitter: RETRY_JITTER_MS,
    reconnectJitterTLS: RETRY_JITTER_MS,
    pingInterval: PING_EVERY_MS,
    maxPingOut: PINGS_UNANSWERED,
  };
  const servers = known.servers.join(', ');
  const deadline = performance.now() + timeoutMs;
  let saidMs = Number.NEGATIVE_INFINITY;
  for (;;) {
    const left = deadline - performance.now();
    try {
      return await connect({ ...options, timeout: Math.max(RETRY_MS, Math.min(ATTEMPT_TIMEOUT_MS, left)) });
    } catch (cause) {
      const refused = refusal(cause, servers);
      if (refused) throw refused;
      const now = performance.now();
      if (now >= deadline) {
        // With TLS 1.3 a server looks at our certificate after we take the handshake for done, and the client hides its no.
        const hint = known.tls ? ', or nats.tls: one that does not accept our certificate stays silent as well' : '';
        const says = `no NATS server answered at ${servers} within ${timeoutMs / 1000} s; start one, or correct nats.servers${hint}`;
        throw new ThermoclineError('NATS_UNREACHABLE', says, { cause });
      }
      if (now - saidMs >= SAY_EVERY_MS) {
        saidMs = now;
        logger.warn(
          { servers, error: describe(cause), giveUpInSeconds: Math.ceil((deadline - now) / 1000) },
          'NATS does not answer; trying again',
        );
      }
      await new Promise((resolve) => setTimeout(resolve, Math.min(RETRY_MS, deadline - now)));
    }
  }
}

/** Only a plain no counts: services other than the brain may lack the right to ask, and a busy server is asked later. */
async function requireJetStream(jsm: JetStreamManager, servers: string): Promise<void> {
  try {
    await jsm.getAccountInfo();
  } catch (cause) {
    if (!(cause instanceof NatsError)) throw cause;
    const off = cause.code === '503' && !cause.api_error;
    if (!off && !JETSTREAM_OFF.includes(cause.api_error?.err_code ?? 0)) return;
    const says = `${servers}: ${cause.message}; start nats-server with JetStream (deploy/nats)`;
    throw new ThermoclineError('NATS_NO_JETSTREAM', says, { cause });
  }
}
