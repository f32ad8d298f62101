import { DiscardPolicy, nanos, RetentionPolicy, StorageType, type StreamConfig } from 'nats';
import { ThermoclineError } from '../runtime/errors.js';
import { answered, BUSY_WAIT_MS } from './answered.js';
import type { Bus } from './connection.js';
import { EVERY_AUDIT, EVERY_DEAD_LETTER, everySubject, isOwnSubject, partitionSubject } from './subjects.js';

export type StreamName = 'ACCESS' | 'PLANS' | 'CONTROL' | 'OUTCOMES' | 'AUDIT' | 'DEAD' | AccessSampleName;

/** A stream a partition that is sampled: of several sources from one stream nats-server 2.9 reads none, and says nothing. */
export type AccessSampleName = `ACCESS_SAMPLE_${string}`;

export const BUCKETS = ['policies', 'rollouts', 'leases', 'hints', 'approvals'] as const;
export type BucketName = (typeof BUCKETS)[number];

/** How much is kept; the oldest goes first. */
export interface StreamLimits {
  readonly accessMaxAgeMs: number;
  readonly accessMaxBytes: number;
  readonly plansMaxAgeMs: number;
  readonly plansMaxBytes: number;
  readonly outcomesMaxAgeMs: number;
  readonly outcomesMaxBytes: number;
  readonly auditMaxAgeMs: number;
  readonly auditMaxBytes: number;
  /** Partitions whose access batches are kept for longer, of all streams together; none when absent. */
  readonly accessSample?: { readonly partitions: number; readonly maxAgeMs: number; readonly maxBytes: number };
}

type Definition = Partial<StreamConfig> & { readonly name: string };

const DAY_MS = 86_400_000;
/** Repeats of a message id within this are dropped by the server; longer ones by consumers. */
const DUPLICATE_WINDOW_MS = 120_000;
const DEAD_MAX_BYTES = 64 * 2 ** 20;
/** Revisions of a key that a bucket keeps; 64 is the most there can be. */
const HISTORY = 64;
/** Plans that waited for a person: one entry each, of which the oldest go. */
const APPROVALS: Partial<StreamConfig> = {
  discard: DiscardPolicy.Old,
  max_msgs_per_subject: 1,
  max_age: nanos(DAY_MS),
  max_bytes: 256 * 2 ** 20,
};
const WAIT_STEP_MS = 500;
const SAY_EVERY_MS = 5000;

function streamDefinitions(limits: StreamLimits): Definition[] {
  const stream = (
    name: StreamName,
    subject: string,
    maxAgeMs: number,
    more: Partial<StreamConfig> = {},
  ): Definition => ({
    name,
    subjects: [subject],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.Old,
    max_age: nanos(maxAgeMs),
    // The server wants it no longer than the messages live. An age of 0 is for ever.
    duplicate_window: nanos(maxAgeMs === 0 ? DUPLICATE_WINDOW_MS : Math.min(DUPLICATE_WINDOW_MS, maxAgeMs)),
    ...more,
  });
  return [
    stream('ACCESS', everySubject('access'), limits.accessMaxAgeMs, { max_bytes: limits.accessMaxBytes }),
    stream('PLANS', everySubject('plan'), limits.plansMaxAgeMs, { max_bytes: limits.plansMaxBytes }),
    stream('CONTROL', everySubject('control'), 0, { max_msgs_per_subject: 1 }),
    stream('OUTCOMES', everySubject('outcome'), limits.outcomesMaxAgeMs, { max_bytes: limits.outcomesMaxBytes }),
    stream('AUDIT', EVERY_AUDIT, limits.auditMaxAgeMs, { max_bytes: limits.auditMaxBytes }),
    stream('DEAD', EVERY_DEAD_LETTER, 7 * DAY_MS, { max_bytes: DEAD_MAX_BYTES }),
    ...accessSamples(limits),
  ];
}

const ACCESS_SAMPLE = 'ACCESS_SAMPLE_';

/** Copies that the server itself makes of ACCESS, of the first partitions: which hosts are in them is hashed. */
function accessSamples({ accessSample }: StreamLimits): Definition[] {
  if (!accessSample) return [];
  const { partitions, maxAgeMs, maxBytes } = accessSample;
  return Array.from({ length: partitions }, (_, i) => {
    const partition = String(i).padStart(2, '0');
    return {
      name: `${ACCESS_SAMPLE}${partition}`,
      sources: [{ name: 'ACCESS', filter_subject: partitionSubject('access', partition) }],
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      discard: DiscardPolicy.Old,
      max_age: nanos(maxAgeMs),
      max_bytes: Math.floor(maxBytes / partitions),
    };
  });
}

/** Names of the sample streams that there are, in order. */
export async function accessSampleStreams(bus: Bus): Promise<AccessSampleName[]> {
  const names = await answered(bus, 'list streams', BUSY_WAIT_MS, async () => {
    const found: string[] = [];
    for await (const name of bus.jsm.streams.names()) found.push(name);
    return found;
  });
  return names.filter((name): name is AccessSampleName => name.startsWith(ACCESS_SAMPLE)).sort();
}

/** A bucket is a stream by this form: https://github.com/nats-io/nats-architecture-and-design, ADR-8. */
function bucketDefinition(name: BucketName): Definition {
  return {
    name: `KV_${name}`,
    subjects: [`$KV.${name}.>`],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.New,
    max_msgs_per_subject: HISTORY,
    allow_rollup_hdrs: true,
    allow_direct: true,
    ...(name === 'approvals' ? APPROVALS : {}),
  };
}

/**
 * Creates the streams and buckets that are missing, and gives those that exist the limits asked for; nothing is ever removed.
 * The brain's task alone. Throws STREAM_INCOMPATIBLE when one of that name has another form or the server refuses the limits,
 * NATS_REFUSED for want of rights, and NATS_UNREACHABLE when JetStream does not answer.
 */
export async function ensureStreams(bus: Bus, limits: StreamLimits): Promise<void> {
  for (const definition of [...streamDefinitions(limits), ...BUCKETS.map(bucketDefinition)]) {
    const existing = await streamConfig(bus, definition.name, BUSY_WAIT_MS);
    if (existing) await upgrade(bus, existing, definition);
    else {
      const added = answered(bus, `create stream ${definition.name}`, BUSY_WAIT_MS, () =>
        bus.jsm.streams.add(definition),
      );
      await refusedAs(definition.name, added);
      bus.logger.info({ stream: definition.name }, 'stream created');
    }
  }
}

async function upgrade(bus: Bus, existing: StreamConfig, definition: Definition): Promise<void> {
  const { name } = definition;
  const own = definition.subjects ?? [];
  const foreign = (existing.subjects ?? []).filter((each) => !isOwnSubject(each) && !own.includes(each));
  const isSource = ({ name: from, filter_subject: filter }: { name: string; filter_subject?: string }): boolean =>
    definition.sources?.some((each) => each.name === from && each.filter_subject === filter) ?? false;
  if (foreign.length > 0 || existing.mirror || existing.sources?.some((each) => !isSource(each))) {
    throw incompatible(name, `it takes ${foreign.join(', ') || 'messages from another stream'}, which are not ours`);
  }
  if (existing.storage !== definition.storage || existing.retention !== definition.retention) {
    throw incompatible(name, `it has storage ${existing.storage} and retention ${existing.retention}`);
  }
  const asked = Object.fromEntries(
    Object.entries(definition).filter(
      ([key, value]) =>
        key !== 'sources' && JSON.stringify(existing[key as keyof StreamConfig]) !== JSON.stringify(value),
    ),
  );
  if (Object.keys(asked).length === 0) return;
  const updated = answered(bus, `update stream ${name}`, BUSY_WAIT_MS, () =>
    bus.jsm.streams.update(name, { ...existing, ...asked }),
  );
  await refusedAs(name, updated);
  bus.logger.info({ stream: name, ...asked }, 'stream updated');
}

/** Waits until the brain has created the streams. Throws STREAM_MISSING after `timeoutMs`, NATS_REFUSED for want of rights. */
export async function waitForStreams(bus: Bus, names: readonly StreamName[], timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let saidMs = Number.NEGATIVE_INFINITY;
  for (const name of names) {
    while (!(await streamConfig(bus, name, Math.max(WAIT_STEP_MS, deadline - performance.now())))) {
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

async function streamConfig(bus: Bus, name: string, waitMs: number): Promise<StreamConfig | undefined> {
  try {
    return (await answered(bus, `look at stream ${name}`, waitMs, () => bus.jsm.streams.info(name))).config;
  } catch (error) {
    if (error instanceof Error && error.message === 'stream not found') return undefined;
    throw error;
  }
}

async function refusedAs(name: string, answer: Promise<unknown>): Promise<void> {
  try {
    await answer;
  } catch (cause) {
    if (cause instanceof ThermoclineError) throw cause;
    throw incompatible(name, `the server says: ${(cause as Error).message}`, cause);
  }
}

function incompatible(name: string, reason: string, cause?: unknown): ThermoclineError {
  const says = `stream ${name}: ${reason}; look at it with "nats stream info ${name}", then correct its limits, or rename or remove it by hand: nothing is removed here`;
  return new ThermoclineError('STREAM_INCOMPATIBLE', says, { cause });
}
