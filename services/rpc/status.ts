import { status } from '@grpc/grpc-js';
import { describe, type ErrorCode, ThermoclineError } from '../runtime/errors.js';

const STATUS_OF: Partial<Record<ErrorCode, status>> = {
  RPC_NOT_FOUND: status.NOT_FOUND,
  RPC_INVALID: status.INVALID_ARGUMENT,
  RPC_TOO_SLOW: status.RESOURCE_EXHAUSTED,
  RPC_DENIED: status.PERMISSION_DENIED,
  CONFLICT: status.ABORTED,
};

/** What a server answers for a thrown value: the status that its code stands for, and `CODE: message`. */
export function statusOf(error: unknown): { code: status; details: string } {
  const code = error instanceof ThermoclineError ? STATUS_OF[error.code] : undefined;
  return { code: code ?? status.INTERNAL, details: describe(error) };
}

const ERROR_OF: Partial<Record<status, ErrorCode>> = {
  [status.NOT_FOUND]: 'RPC_NOT_FOUND',
  [status.INVALID_ARGUMENT]: 'RPC_INVALID',
  [status.RESOURCE_EXHAUSTED]: 'RPC_TOO_SLOW',
  [status.PERMISSION_DENIED]: 'RPC_DENIED',
  [status.UNAUTHENTICATED]: 'RPC_DENIED',
  [status.UNAVAILABLE]: 'RPC_UNAVAILABLE',
  [status.DEADLINE_EXCEEDED]: 'RPC_UNAVAILABLE',
};

/** What grpc-js wraps around the reason why there is no connection. */
const WITHIN_UNAVAILABLE = /^No connection established\. Last error: (?:Error: )?(.*?)\.? Resolution note: /;

/** What a client throws for an answer that is an error. */
export function errorOf(
  cause: { code?: status; details?: string; message?: string },
  address: string,
): ThermoclineError {
  const code = ERROR_OF[cause.code ?? status.UNKNOWN] ?? 'RPC_FAILED';
  const details = (cause.details ?? cause.message ?? '').replace(/^RPC_[A-Z_]+: /, '');
  if (code === 'RPC_UNAVAILABLE') {
    const why = WITHIN_UNAVAILABLE.exec(details)?.[1] ?? details;
    return new ThermoclineError(code, `${address} does not answer (${why}); is the service running there?`, { cause });
  }
  return new ThermoclineError(code, details, { cause });
}
