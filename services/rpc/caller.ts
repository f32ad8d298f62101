import type { ServerUnaryCall, ServerWritableStream } from '@grpc/grpc-js';

/** Who calls, as far as the transport proves it. */
export interface Caller {
  /** Common name of the client's certificate, else its first alternative name; `unauthenticated` without a certificate. */
  readonly identity: string;
  /** Alternative names of the certificate, as in `DNS:ops.example`, `URI:spiffe://example/ops`. */
  readonly alternativeNames: readonly string[];
  /** host:port of the other end. */
  readonly address: string;
}

export const UNAUTHENTICATED = 'unauthenticated';

export function callerOf(call: ServerUnaryCall<never, object> | ServerWritableStream<never, object>): Caller {
  const certificate = call.getAuthContext().sslPeerCertificate;
  const alternativeNames = certificate?.subjectaltname?.split(', ') ?? [];
  // A certificate may repeat a field, then it comes as a list; none at all comes as an empty object.
  const common: string | string[] | undefined = certificate?.subject?.CN;
  const name = (Array.isArray(common) ? common[0] : common) || alternativeNames[0]?.replace(/^[A-Za-z ]+:/, '');
  return { identity: name ?? UNAUTHENTICATED, alternativeNames, address: call.getPeer() };
}

/** Whether the transport proves who calls. A call from this very machine proves nothing. */
export function isProven({ identity }: Caller): boolean {
  return identity !== UNAUTHENTICATED;
}
