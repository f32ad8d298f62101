import type { TrustedKeys } from '../contract/signature.js';
import type { Kernel } from '../kernel/port.js';
import type { ReclaimPort } from '../kernel/reclaimPort.js';
import type { Logger } from '../runtime/logger.js';
import type { Clock } from './clock.js';
import type { ActuatorConfig } from './config.js';
import type { Journal } from './journal.js';
import type { LastLook } from './lastLook.js';
import { boundsOf } from './limits.js';
import type { Meters } from './meters.js';
import type { Movers } from './movers.js';
import type { RateBounds } from './rates.js';
import type { PublishOutcome } from './reporter.js';

export type ActuatorSettings = Pick<
  ActuatorConfig,
  | 'stateDir'
  | 'limitBytesPerSecond'
  | 'promotionBytesPerSecond'
  | 'demotionBytesPerSecond'
  | 'pairBytesPerSecond'
  | 'limitPagesPerSecond'
  | 'promotionPagesPerSecond'
  | 'demotionPagesPerSecond'
  | 'pairPagesPerSecond'
  | 'pressure'
  | 'controlMaxAge'
  | 'headroomShare'
  | 'residence'
  | 'tiers'
  | 'batchPages'
  | 'sharedPages'
  | 'retries'
  | 'safetyNet'
  | 'backoff'
  | 'plans'
  | 'dryRun'
  | 'moveLog'
>;

export interface ActuatorParts {
  readonly hostId: string;
  readonly settings: ActuatorSettings;
  readonly kernel: Pick<Kernel, 'host' | 'pageSize'>;
  readonly movers: Movers;
  /** For the safety net; without it there is none. */
  readonly reclaim?: ReclaimPort;
  /** Asks the collector of this host; undefined where there is none to ask. */
  readonly lastLook?: LastLook;
  readonly keys: TrustedKeys;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly meters: Meters;
  readonly publish: PublishOutcome;
  /** Told of what ends the executor; only a fault of the program can. */
  readonly fail: (error: unknown) => void;
}

/** What the operator of this host allows. */
export function ownBounds(settings: ActuatorSettings, pageSize: number): RateBounds {
  const { limitBytesPerSecond, limitPagesPerSecond, ...others } = settings;
  const limits = { ...others, bytesPerSecond: limitBytesPerSecond, pagesPerSecond: limitPagesPerSecond };
  const { total = limitBytesPerSecond, promotion, demotion, pair } = boundsOf(limits, pageSize);
  return { total, promotion, demotion, pair };
}
