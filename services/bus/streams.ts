import {
  DiscardPolicy,
  type JetStreamManager,
  NatsError,
  nanos,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from 'nats';
import { ThermoclineError } from '../runtime/errors.js';
import type { Bus } from './connection.js';
import { EVERY_DEAD_LETTER, everySubject } from './subjects.js';

export type StreamName = 'ACCESS' | 'PLANS' | 'CONTROL' | 'OUTCOMES' | 'DEAD';
export type BucketName = 'policies' | 'rollouts' | 'hosts' | 'leases';

/** How much is kept; the oldest goes first. */
export interface StreamLimits {
  readonly accessMaxAgeMs: number;
  readonly accessMaxBytes: number;
  readonly plansMaxAgeMs: number;
  readonly outcomesMaxAgeMs: number;
}

const DAY_MS = 86_400_000;
/** Repeats of a message id within this are dropped by the server; longer ones by consumers. */
const DUPLICATE_WINDOW_MS = 120_000;
const DEAD_MAX_BYTES = 64 * 2 ** 20;
const WAIT_STEP_MS = 500;
const SAY_EVERY_MS = 5000;

function definitions(limits: StreamLimits): (Partial<StreamConfig> & { name: StreamName; subjects: string[] })[] {
  return [
    {
      name: 'ACCESS',
      subjects: [everySubject('access')],
      max_age: nanos(limits.accessMaxAgeMs),
      max_bytes: limits.accessMaxBytes,
    },
    { name: 'PLANS', subjects: [everySubject('plan')], max_age: nanos(limits.plansMaxAgeMs) },
    { name: 'CONTROL', subjects: [everySubject('control')], max_msgs_per_subject: 1 },
    { name: 'OUTCOMES', subjects: [everySubject('outcome')], max_age: nanos(limits.outcomesMaxAgeMs) },
    { name: 'DEAD', subjects: [EVERY_DEAD_LETTER], max_age: nanos(7 * DAY_MS), max_bytes: DEAD_MAX_BYTES },
  ];
}

/**
 * Creates the streams that are missing, and gives those that exist the limits asked for; nothing is ever removed. The
 * brain's task alone. Throws STREAM_INCOMPATIBLE when a stream of that name has another form.
 */
export async function ensureStreams(bus: Bus, limits: StreamLimits): Promise<void> {
  for (const definition of definitions(limits)) {
    const config: Partial<StreamConfig> & { name: string } = {
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      discard: DiscardPolicy.Old,
      duplicate_window: nanos(DUPLICATE_WINDOW_MS),
      ...definition,
    };
    const existing = await streamConfig(bus.jsm, definition.name);
    try {
      if (existing) await bus.jsm.streams.update(definition.name, { ...existing, ...config });
      else await bus.jsm.streams.add(config);
    } catch (cause) {
      throw new ThermoclineError(
        'STREAM_INCOMPATIBLE',
        `stream ${definition.name}: ${(cause as Error).message}; look at it with "nats stream info ${definition.name}", ` +
          'then rename or remove it by hand: nothing is removed here',
        { cause },
      );
    }
  }
}

/** Waits until the brain has created the streams. Throws STREAM_MISSING after `timeoutMs`. */
export async function waitForStreams(bus: Bus, names: readonly StreamName[], timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let saidMs = 0;
  for (const name of names) {
    while (!(await streamConfig(bus.jsm, name))) {
      const now = performance.now();
      if (now > deadline) {
        const says = `stream ${name} is not there after ${timeoutMs / 1000} s; the brain creates it: start the brain`;
        throw new ThermoclineError('STREAM_MISSING', says);
      }
      if (now - saidMs > SAY_EVERY_MS) {
        saidMs = now;
        bus.logger.info({ stream: name }, 'waiting for the brain to create the streams');
      }
      await new Promise((resolve) => setTimeout(resolve, WAIT_STEP_MS));
    }
  }
}

async function streamConfig(jsm: JetStreamManager, name: string): Promise<StreamConfig | undefined> {
  try {
    return (await jsm.streams.info(name)).config;
  } catch (error) {
    if (
      error instanceof NatsError &&
      (error.api_error?.code === 404 || error.code === '503' || error.code === 'TIMEOUT')
    ) {
      return undefined;
    }
    throw error;
  }
}
