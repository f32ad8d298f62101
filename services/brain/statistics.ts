import type { GetStatisticsRequest__Output } from '../contract/gen/thermocline/v1/GetStatisticsRequest.js';
import type { GetStatisticsResponse } from '../contract/gen/thermocline/v1/GetStatisticsResponse.js';
import type { Statistics } from '../contract/gen/thermocline/v1/Statistics.js';
import { moneySaved } from '../core/costModel.js';
import type { Policy } from '../core/policy.js';
import type { PricesSpec } from '../core/policySpec.js';
import { type Dimension, mergedRows, type ScoreRow } from '../core/scoreboard.js';
import { LEAST_WINDOW_SECONDS, MOST_WINDOW_SECONDS } from '../core/slidingSums.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { ScoreQuery } from './messages.js';
import type { Shards } from './shards.js';

const DEFAULT_WINDOW_SECONDS = 3600;

const DIMENSIONS: Readonly<Record<string, Dimension>> = {
  STATISTICS_BY_UNSPECIFIED: 'class',
  STATISTICS_BY_CLASS: 'class',
  STATISTICS_BY_HOST: 'host',
  STATISTICS_BY_LABEL: 'label',
  STATISTICS_BY_REVISION: 'revision',
  STATISTICS_BY_RULE: 'rule',
};

/** Statistics over all shards of this brain. Throws RPC_INVALID. */
export function statisticsService(shards: Pick<Shards, 'ask'>, policy: () => Policy) {
  return {
    async getStatistics(request: GetStatisticsRequest__Output): Promise<GetStatisticsResponse> {
      const query = queryOf(request);
      const rows = mergedRows(await shards.ask('scores', query));
      const { prices } = policy();
      return {
        windowSeconds: query.windowSeconds,
        statistics: rows.map((row) => statisticsOf(row, prices)),
        ...(prices ? { currency: prices.currency } : {}),
      };
    },
  };
}

function queryOf({ by, label, windowSeconds: asked }: GetStatisticsRequest__Output): ScoreQuery {
  const dimension = DIMENSIONS[by] ?? 'class';
  const windowSeconds = asked || DEFAULT_WINDOW_SECONDS;
  if (!(windowSeconds >= LEAST_WINDOW_SECONDS && windowSeconds <= MOST_WINDOW_SECONDS)) {
    const says = `window_seconds: got ${asked}; expected ${LEAST_WINDOW_SECONDS} to ${MOST_WINDOW_SECONDS}`;
    throw new ThermoclineError('RPC_INVALID', says);
  }
  if (dimension === 'label' && label === '') {
    throw new ThermoclineError('RPC_INVALID', 'label: it is not given; by label needs the name of one');
  }
  return { dimension, label, windowSeconds };
}

/** A row as people read it. Shares and rates of nothing are absent, or 0 a second. */
export function statisticsOf({ name, scores, seconds }: ScoreRow, prices: PricesSpec | undefined): Statistics {
  const byteSeconds = [
    scores.tier0ByteSeconds,
    scores.tier1ByteSeconds,
    scores.tier2ByteSeconds,
    scores.tier3ByteSeconds,
  ];
  const all = byteSeconds.reduce((sum, each) => sum + each, 0);
  const heat = scores.fastHeat + scores.slowHeat;
  const perSecond = (value: number): number => (seconds > 0 ? value / seconds : 0);
  const { EBUSY, ENOENT, EFAULT, EACCES, ENOMEM, otherErrno: other } = scores;
  const failed = Object.entries({ EBUSY, ENOENT, EFAULT, EACCES, ENOMEM, other }).filter(([, bytes]) => bytes > 0);
  const useless = scores.movedBackBytes + scores.stayedColdBytes;
  return {
    name,
    observedSeconds: scores.observedSeconds,
    ...(heat > 0 ? { starEstimate: scores.slowHeat / heat } : {}),
    ...(all > 0 ? { strr: (all - scores.tier0ByteSeconds) / all } : {}),
    promotedBytesPerSecond: perSecond(scores.promotedBytes),
    demotedBytesPerSecond: perSecond(scores.demotedBytes),
    promotedBytes: Math.round(scores.promotedBytes),
    demotedBytes: Math.round(scores.demotedBytes),
    failedBytes: Object.fromEntries(failed.map(([errno, bytes]) => [errno, Math.round(bytes)])),
    skippedBytes: Math.round(scores.skippedBytes),
    judgedBytes: Math.round(scores.judgedBytes),
    movedBackBytes: Math.round(scores.movedBackBytes),
    stayedColdBytes: Math.round(scores.stayedColdBytes),
    ...(scores.judgedBytes > 0 ? { uselessShare: useless / scores.judgedBytes } : {}),
    bytesByTier: withoutTail(byteSeconds.map(perSecond)),
    slowAccesses: scores.slowAccesses,
    ...(prices && all > 0 ? { saved: moneySaved(prices, byteSeconds, scores.slowAccesses) } : {}),
  };
}

/** Tiers that a fleet does not have are not shown as empty ones. */
function withoutTail(values: readonly number[]): number[] {
  return values.slice(
    0,
    values.reduce((most, value, i) => (value > 0 ? i + 1 : most), 0),
  );
}
