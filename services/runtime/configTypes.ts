import * as z from 'zod';
import { DURATION_UNITS_MS, quantity, SIZE_UNITS_BYTES, type Units } from './quantities.js';

/** Pieces that the configurations of all services are made of. Durations come out in milliseconds, sizes in bytes. */

/** A number with a unit, written as text. `expected` is for messages. */
export function quantityType(units: Units, expected: string) {
  return z.union([z.string(), z.number()], { error: `expected ${expected}` }).transform((value, context) => {
    const parsed = typeof value === 'string' ? quantity(value, units) : value === 0 ? 0 : undefined;
    if (parsed !== undefined) return parsed;
    context.addIssue({ code: 'custom', message: `expected ${expected}` });
    return z.NEVER;
  });
}

/** `250ms`, `10s`, `8m`, `24h`, `7d` → milliseconds. */
export const duration = quantityType(DURATION_UNITS_MS, 'a duration such as 250ms, 10s, 8m or 24h');

/** `64KiB`, `1.5GB`, `512MiB` → bytes. */
export const size = quantityType(SIZE_UNITS_BYTES, 'a size such as 64KiB, 512MiB or 1.5GB').transform(Math.round);

export const share = z.number({ error: 'expected a share from 0 to 1' }).min(0).max(1);

const ADDRESS = /^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+):(\d{1,5})$/;

/** `host:port`; port 0 takes a free one. IPv6 in brackets. */
export const address = z
  .string({ error: 'expected host:port' })
  .refine((text) => Number(ADDRESS.exec(text)?.[2] ?? 65_536) < 65_536, { error: 'expected host:port' });

/** Certificate, key and the authority that the other side's certificate must come from: PEM files. */
export const tls = z.strictObject({ ca: z.string(), cert: z.string(), key: z.string() });

export const natsSection = z.strictObject({
  servers: z.array(z.string()).min(1).default(['nats://127.0.0.1:4222']),
  connectTimeout: duration.prefault('30s'),
  tls: tls.optional(),
  /** NATS credentials file (.creds). */
  credentials: z.string().optional(),
});

/** `listen`: the address where none is given. */
export function grpcSection(listen = '127.0.0.1:0') {
  return z.strictObject({ listen: address.default(listen), tls: tls.optional(), insecure: z.boolean().default(false) });
}

/** The event loop's delay is taken in whole milliseconds; seldom enough for a scrape to come before the first look, it says nonsense. */
const MOST_LOOP_DELAY_MS = 1000;
const isLoopDelay = (ms: number) => Number.isInteger(ms) && ms >= 1 && ms <= MOST_LOOP_DELAY_MS;

export function metricsSection(listen = '127.0.0.1:0') {
  return z.strictObject({
    listen: address.default(listen),
    insecure: z.boolean().default(false),
    /** How often the delay of the event loop is taken (nodejs_eventloop_lag_*), which is the least that these metrics tell. */
    loopDelayEvery: duration.refine(isLoopDelay, 'expected whole milliseconds, from 1ms to 1s').prefault('100ms'),
  });
}

/** `pretty` holds on a terminal only: what a program reads is always JSON. */
export const logSection = z.strictObject({
  level: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  format: z.enum(['json', 'pretty']).default('json'),
});

export const hostId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected up to 64 letters, digits, _ and -')
  .optional();

/** Where the kernel's files are; for containers and tests. */
export const pathsSection = z.strictObject({
  procfs: z.string().default('/proc'),
  sysfs: z.string().default('/sys'),
  cgroupfs: z.string().default('/sys/fs/cgroup'),
});

export type Tls = z.output<typeof tls>;
export type NatsSection = z.output<typeof natsSection>;
export type GrpcSection = z.output<ReturnType<typeof grpcSection>>;
export type MetricsSection = z.output<ReturnType<typeof metricsSection>>;
export type LogSection = z.output<typeof logSection>;
