import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Bus, connectBus } from '../../services/bus/connection.js';
import type { Delivery, Receiver, UnreadableMessage } from '../../services/bus/consumer.js';
import type { StreamLimits } from '../../services/bus/streams.js';
import type { Logger } from '../../services/runtime/logger.js';

/** Longer than anything here takes on a busy machine; a test that waits so long has failed. */
const PATIENCE_MS = 60_000;

export const LIMITS: StreamLimits = {
  accessMaxAgeMs: 3_600_000,
  accessMaxBytes: 256 * 2 ** 20,
  plansMaxAgeMs: 3_600_000,
  plansMaxBytes: 64 * 2 ** 20,
  outcomesMaxAgeMs: 3_600_000,
  outcomesMaxBytes: 64 * 2 ** 20,
  auditMaxAgeMs: 3_600_000,
  auditMaxBytes: 2 ** 20,
};

export interface Lines extends Logger {
  readonly lines: string[];
}

/** Keeps what is logged, from info up: the level, then the message. */
export function lines(): Lines {
  const kept: string[] = [];
  const keep = (level: string) => (fields: object, message: string) => {
    kept.push(`${level}: ${message}`);
    if (process.env['BUS_TEST_LOG']) process.stderr.write(`${level} ${message} ${JSON.stringify(fields)}\n`);
  };
  return { lines: kept, debug: () => undefined, info: keep('info'), warn: keep('warn'), error: keep('error') };
}

/** A connection that is closed when the test ends. `user` as in `name:password`. */
export async function connected(t: TestContext, url: string, logger: Logger = lines(), user?: string): Promise<Bus> {
  const servers = [user ? url.replace('://', `://${user}@`) : url];
  const bus = await connectBus({ servers, connectTimeout: PATIENCE_MS }, 'test', logger);
  t.after(() => bus.close());
  return bus;
}

/** A directory that goes with the test. */
export function directory(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'thermocline-bus-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Waits until something holds. Throws when it does not, with what there was instead. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  seen?: () => unknown,
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`never: ${what}; there is ${JSON.stringify(seen?.())}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export interface Kept extends Receiver {
  readonly texts: string[];
  readonly setAside: UnreadableMessage[];
}

/** A receiver that keeps what it gets as text; `first` is called before, and may throw. */
export function keeping(first: (text: string, delivery: Delivery) => void | Promise<void> = () => undefined): Kept {
  const texts: string[] = [];
  const setAside: UnreadableMessage[] = [];
  return {
    texts,
    setAside,
    receive: async (delivery) => {
      const text = Buffer.from(delivery.bytes).toString();
      await first(text, delivery);
      texts.push(text);
    },
    unreadable: (_delivery, error) => void setAside.push(error),
  };
}

/** `<prefix>0` .. `<prefix>n-1`. */
export function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${i}`);
}

export const bytesOf = (text: string): Uint8Array => Buffer.from(text);
