import { status } from '@grpc/grpc-js';
import { describe, ERROR_CODES, type ErrorCode, ThermoclineError } from '../runtime/errors.js';

const STATUS_OF: Partial<Record<ErrorCode, status>> = {
  RPC_NOT_FOUND: status.NOT_FOUND,
  RPC_INVALID: status.INVALID_ARGUMENT,
  POLICY_INVALID: status.INVALID_ARGUMENT,
  RPC_TOO_SLOW: status.RESOURCE_EXHAUSTED,
  HINTS_TOO_MANY: status.RESOURCE_EXHAUSTED,
  RPC_DENIED: status.PERMISSION_DENIED,
  RPC_UNIMPLEMENTED: status.UNIMPLEMENTED,
  CONFLICT: status.ABORTED,
  CALLER_UNPROVEN: status.UNAUTHENTICATED,
  PLAN_NOT_PENDING: status.FAILED_PRECONDITION,
  ROLLOUT_INVALID: status.INVALID_ARGUMENT,
  ROLLOUT_OPEN: status.FAILED_PRECONDITION,
  ROLLOUT_VERB: status.FAILED_PRECONDITION,
  UNDO_TOO_OLD: status.FAILED_PRECONDITION,
  UNDO_NOT_ENDED: status.FAILED_PRECONDITION,
  UNDO_NOTHING_LEFT: status.FAILED_PRECONDITION,
  RPC_UNAVAILABLE: status.UNAVAILABLE,
  NATS_UNREACHABLE: status.UNAVAILABLE,
  NO_CAPABILITY: status.FAILED_PRECONDITION,
  NO_TRACKER: status.FAILED_PRECONDITION,
  HOST_SINGLE_TIER: status.FAILED_PRECONDITION,
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
  [status.UNIMPLEMENTED]: 'RPC_UNIMPLEMENTED',
  [status.UNAVAILABLE]: 'RPC_UNAVAILABLE',
  [status.DEADLINE_EXCEEDED]: 'RPC_UNAVAILABLE',
};

/** What gRPC tells of a failed call. */
export interface CallFailure {
  readonly code?: status;
  readonly details?: string;
  readonly message?: string;
}

/** What a client throws for an answer that is an error: the error that the server threw, or what the transport met. */
export function errorOf(cause: CallFailure, address: string): ThermoclineError {
  const details = cause.details ?? cause.message ?? '';
  const [, thrown = '', message = ''] = /^([A-Z][A-Z_]+): (.*)$/s.exec(details) ?? [];
  if (thrown !== 'INTERNAL' && Object.hasOwn(ERROR_CODES, thrown)) {
    return new ThermoclineError(thrown as ErrorCode, message, { cause, exitCode: 1 });
  }
  const code = ERROR_OF[cause.code ?? status.UNKNOWN] ?? 'RPC_FAILED';
  return new ThermoclineError(code, says(code, details, address), { cause });
}

/** What grpc-js wraps around the reason why there is no connection. */
const WITHIN_UNAVAILABLE = /^No connection established\. Last error: (?:Error: )?(.*?)\.?(?: Resolution note: .*)?$/s;

function says(code: ErrorCode, details: string, address: string): string {
  if (code === 'RPC_UNAVAILABLE') {
    const why = WITHIN_UNAVAILABLE.exec(details)?.[1] ?? details;
    return `${address} does not answer (${why}); is the service running there, and does TLS fit on both sides?`;
  }
  if (code === 'RPC_UNIMPLEMENTED')
    return `${address} is no server of this call (${details}); is it another service's address?`;
  return `${address}: ${details}`;
}
