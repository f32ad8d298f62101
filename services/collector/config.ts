import * as z from 'zod';
import {
  duration,
  grpcSection,
  hostId,
  logSection,
  metricsSection,
  natsSection,
  pathsSection,
  share,
  size,
} from '../runtime/configTypes.js';

const processes = z.strictObject({
  pids: z.array(z.int().positive()).default([]),
  commands: z.array(z.string().refine(isRegex, { error: 'expected a regular expression' })).default([]),
  cgroups: z.array(z.string()).default([]),
});

/** Thermocline's own services, as `up` and the units start them. */
const OWN_COMMANDS = ['/bin/(brain|collector|actuator|mover)\\.js( |$)', '(^|/)nats-server( |$)'];
const OWN_CGROUPS = ['**/thermocline-*.service'];

/** The collector's configuration; deploy/config/collector.yaml is the commented sample. Durations in ms, sizes in bytes. */
export const collectorConfig = z.strictObject({
  hostId,
  nats: natsSection.prefault({}),
  grpc: grpcSection('127.0.0.1:7421').prefault({}),
  metrics: metricsSection('127.0.0.1:7431').prefault({}),
  log: logSection.prefault({}),
  stateDir: z.string().default('/var/lib/thermocline/collector'),
  spoolMaxBytes: size.prefault('256MiB'),
  runDir: z.string().default('/run/thermocline'),
  /** Where the actuator of this host asks what was accessed of late; look.sock in runDir when left out. */
  lookSocket: z.string().optional(),
  /** The only user, by name or number, that may connect there beside root; `thermocline`, or without one the collector's own. */
  lookSocketUser: z.union([z.string().min(1), z.int().nonnegative()]).optional(),
  targets: processes.prefault({}),
  exclude: processes.prefault({ commands: OWN_COMMANDS, cgroups: OWN_CGROUPS }),
  window: duration.prefault('10s'),
  tracker: z.enum(['auto', 'damon', 'smaps-referenced']).default('auto'),
  damon: z
    .strictObject({
      sample: duration.prefault('5ms'),
      aggregation: duration.prefault('100ms'),
      update: duration.prefault('1s'),
      minRegions: z.int().min(3).default(10),
      maxRegions: z.int().min(3).max(10_000).default(200),
      maxTargets: z.int().min(1).max(256).default(16),
    })
    .prefault({}),
  residencyShare: share.refine((value) => value > 0, { error: 'expected more than 0' }).default(0.05),
  tiers: z.array(z.array(z.int().nonnegative()).min(1)).min(1).optional(),
  labels: z.record(z.string(), z.string()).default({}),
  paths: pathsSection.prefault({}),
});

export type CollectorConfig = z.output<typeof collectorConfig>;

function isRegex(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
