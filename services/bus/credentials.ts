import { readFileSync } from 'node:fs';
import { type ConnectionOptions, credsAuthenticator, NatsError } from 'nats';
import type { NatsSection } from '../runtime/configTypes.js';
import { ThermoclineError } from '../runtime/errors.js';

const SERVER = /^(?<scheme>[a-z]+:\/\/)?(?:(?<user>[^:@/]+):(?<pass>[^@/]*)@)?(?<address>.+)$/;

/**
 * Where to connect, and what we prove who we are with. A user and password in a server's URL, which the client would leave
 * out, are taken from there, so that neither log nor error shows them. Throws TLS_INVALID for a file that cannot be read.
 */
export function serverOptions({ servers, tls, credentials }: NatsSection): ConnectionOptions & { servers: string[] } {
  const parts = servers.map((server) => SERVER.exec(server)?.groups ?? { address: server });
  const known = parts.find(({ user }) => user !== undefined);
  const read = (file: string): string => {
    try {
      return readFileSync(file, 'utf8');
    } catch (cause) {
      throw new ThermoclineError('TLS_INVALID', `nats: ${(cause as Error).message}`, { cause });
    }
  };
  return {
    servers: parts.map(({ scheme = '', address = '' }) => scheme + address),
    ...(known ? { user: decodeURIComponent(known['user'] ?? ''), pass: decodeURIComponent(known['pass'] ?? '') } : {}),
    ...(tls ? { tls: { ca: read(tls.ca), cert: read(tls.cert), key: read(tls.key) } } : {}),
    ...(credentials ? { authenticator: credsAuthenticator(Buffer.from(read(credentials))) } : {}),
  };
}

/** NATS_REFUSED when the server, or our look at its certificate, said no: trying again would not help. */
export function refusal(error: unknown, servers: string): ThermoclineError | undefined {
  if (error instanceof ThermoclineError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const refused = error instanceof NatsError && /AUTHORIZATION|AUTHENTICATION|PERMISSIONS|BAD_CREDS/i.test(error.code);
  if (!refused && !/authorization violation|certificate|self.signed|TLS|SSL/i.test(text)) return undefined;
  const says = `${servers} refused the connection: ${text}; correct nats.tls or nats.credentials`;
  return new ThermoclineError('NATS_REFUSED', says, { cause: error });
}
