import { readFileSync } from 'node:fs';
import { ChannelCredentials, ServerCredentials } from '@grpc/grpc-js';
import { ThermoclineError } from '../runtime/errors.js';

/** PEM files of mutual TLS. */
export interface TlsFiles {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** With TLS both sides show a certificate; without, nobody does. Throws TLS_INVALID. */
export function serverCredentials(tls: TlsFiles | undefined): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure();
  return usable(tls, ({ ca, cert, key }) =>
    ServerCredentials.createSsl(ca, [{ cert_chain: cert, private_key: key }], true),
  );
}

export function channelCredentials(tls: TlsFiles | undefined): ChannelCredentials {
  if (!tls) return ChannelCredentials.createInsecure();
  return usable(tls, ({ ca, cert, key }) => ChannelCredentials.createSsl(ca, key, cert));
}

function usable<T>(tls: TlsFiles, make: (pem: Record<keyof TlsFiles, Buffer>) => T): T {
  try {
    return make({ ca: readFileSync(tls.ca), cert: readFileSync(tls.cert), key: readFileSync(tls.key) });
  } catch (cause) {
    throw new ThermoclineError('TLS_INVALID', `tls: ${(cause as Error).message}`, { cause });
  }
}
