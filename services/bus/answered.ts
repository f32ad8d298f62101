import { ErrorCode, NatsError } from 'nats';
import { describe, ThermoclineError } from '../runtime/errors.js';
import type { Bus } from './connection.js';

/** How long a JetStream that starts, elects a leader or waits for its disk is given. */
export const BUSY_WAIT_MS = 30_000;
const STEP_MS = 500;
const SAY_EVERY_MS = 5000;
/** What the client throws when nobody answered; the connection may be back the next moment. */
const UNANSWERED: ReadonlySet<string> = new Set([
  ErrorCode.Timeout,
  ErrorCode.NoResponders,
  ErrorCode.Disconnect,
  ErrorCode.ConnectionRefused,
]);
/** JetStream's "system temporarily unavailable". */
const BUSY = 10008;

/**
 * What JetStream answers to a request that may be asked twice, asked again while it does not. Throws NATS_UNREACHABLE after
 * `waitMs`, NATS_REFUSED for want of a right, and whatever else it answers as it is.
 */
export async function answered<T>(bus: Bus, what: string, waitMs: number, ask: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + waitMs;
  let saidMs = Number.NEGATIVE_INFINITY;
  for (;;) {
    try {
      return await ask();
    } catch (cause) {
      if (!(cause instanceof NatsError)) throw cause;
      if (cause.code === ErrorCode.PermissionsViolation) {
        const says = `${what}: ${cause.message}; give this user the right, deploy/nats says which`;
        throw new ThermoclineError('NATS_REFUSED', says, { cause });
      }
      const again = cause.api_error ? cause.api_error.err_code === BUSY : UNANSWERED.has(cause.code);
      if (!again) throw cause;
      const now = performance.now();
      if (now >= deadline) {
        const says = `${what}: JetStream has not answered for ${waitMs / 1000} s: ${describe(cause)}; look at the server's log`;
        throw new ThermoclineError('NATS_UNREACHABLE', says, { cause });
      }
      if (now - saidMs >= SAY_EVERY_MS) {
        saidMs = now;
        bus.logger.warn({ request: what, error: describe(cause) }, 'JetStream does not answer; asking again');
      }
      await new Promise((resolve) => setTimeout(resolve, Math.min(STEP_MS, deadline - now)));
    }
  }
}
