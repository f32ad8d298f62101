import { status } from '@grpc/grpc-js';
import type { Logger } from '../runtime/logger.js';
import type { Metrics } from '../runtime/metrics.js';
import type { Caller } from './caller.js';
import { statusOf } from './status.js';

const DURATION_BUCKETS_SECONDS = [0.001, 0.01, 0.1, 1, 10];

/** How a call ended: nothing, what was thrown, or that the client left. */
export type CallEnd = { readonly kind: 'ok' | 'cancelled' } | { readonly kind: 'failed'; readonly error: unknown };

/** Told of each call's end. `method` as in `PlanService/ListPlans`. */
export type CallLog = (method: string, caller: Caller, startedMs: number, end: CallEnd) => void;

/** Counts and times calls by method and status, and logs each at debug. */
export function callLog(logger: Logger, metrics: Metrics): CallLog {
  const calls = metrics.counter('rpc_calls_total', 'gRPC calls by method and status', ['method', 'status'] as const);
  const seconds = metrics.histogram('rpc_duration_seconds', 'Duration of gRPC calls', DURATION_BUCKETS_SECONDS, [
    'method',
  ] as const);
  return (method, caller, startedMs, end) => {
    const took = (performance.now() - startedMs) / 1000;
    const { code, details } = outcomeOf(end);
    calls.inc({ method, status: status[code] });
    seconds.observe({ method }, took);
    const fields = { method, caller: caller.identity, address: caller.address, status: status[code], seconds: took };
    logger.debug(details === '' ? fields : { ...fields, error: details }, 'rpc');
  };
}

function outcomeOf(end: CallEnd): { code: status; details: string } {
  if (end.kind === 'failed') return statusOf(end.error);
  return { code: end.kind === 'ok' ? status.OK : status.CANCELLED, details: '' };
}
