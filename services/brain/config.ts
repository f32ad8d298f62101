import * as z from 'zod';
import { duration, grpcSection, logSection, metricsSection, natsSection, share, size } from '../runtime/configTypes.js';

/** The brain's configuration; deploy/config/brain.yaml is the commented sample. Durations in ms, sizes in bytes. */
export const brainConfig = z.strictObject({
  nats: natsSection.prefault({}),
  grpc: grpcSection('127.0.0.1:7420').prefault({}),
  metrics: metricsSection('127.0.0.1:7430').prefault({}),
  log: logSection.prefault({}),
  stateDir: z.string().default('/var/lib/thermocline/brain'),
  signingKey: z.string(),
  policy: z
    .strictObject({
      name: z.string().min(1).default('default'),
      coldAge: duration.prefault('8m'),
      hotRate: share.default(0.3),
      headroom: share.default(0.05),
      residence: duration.prefault('2m'),
      dataMaxAge: duration.prefault('60s'),
      heatHalfLife: duration.prefault('30s'),
      bytesPerSecondPerHost: size.prefault('64MiB'),
      approval: z.boolean().optional(),
    })
    .prefault({}),
  plans: z
    .strictObject({
      every: duration.prefault('5s'),
      expiry: duration.prefault('60s'),
      approvalExpiry: duration.prefault('15m'),
    })
    .prefault({}),
  /** Plans that ended longer ago are not undone; streams.plansMaxAge and outcomesMaxAge are no less. */
  undoFor: duration.prefault('24h'),
  leases: z.strictObject({ duration: duration.prefault('6s') }).prefault({}),
  workers: z.union([z.literal('auto'), z.int().min(0).max(32)]).default('auto'),
  budgets: z.strictObject({ every: duration.prefault('10s') }).prefault({}),
  rollouts: z
    .strictObject({
      /** How often a rollout is looked at. */
      every: duration.prefault('1s'),
      /** How often the heat of a host is taken into statistics; an interval of a rollout is no shorter. */
      statisticsEvery: duration.prefault('30s'),
    })
    .prefault({}),
  /** Names, as certificates have them, of who may call what; absent: everybody. Needs grpc.tls. */
  rights: z
    .strictObject({
      rollouts: z.array(z.string().min(1)).optional(),
      plans: z.array(z.string().min(1)).optional(),
      policies: z.array(z.string().min(1)).optional(),
      hints: z.array(z.string().min(1)).optional(),
    })
    .prefault({}),
  prometheus: z
    .strictObject({
      url: z.url(),
      hostLabel: z.string().min(1).default('host'),
      timeout: duration.prefault('10s'),
    })
    .optional(),
  control: z.strictObject({ every: duration.prefault('10s') }).prefault({}),
  streams: z
    .strictObject({
      accessMaxAge: duration.prefault('2h'),
      accessMaxBytes: size.prefault('4GiB'),
      plansMaxAge: duration.prefault('24h'),
      plansMaxBytes: size.prefault('1GiB'),
      outcomesMaxAge: duration.prefault('24h'),
      outcomesMaxBytes: size.prefault('1GiB'),
      auditMaxAge: duration.prefault('365d'),
      auditMaxBytes: size.prefault('64MiB'),
      backtestDays: z.number().positive().max(365).default(7),
      backtestShare: share.default(0.015),
      backtestMaxBytes: size.prefault('512MiB'),
    })
    .prefault({}),
});

export type BrainConfig = z.output<typeof brainConfig>;
