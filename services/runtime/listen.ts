import { isIPv4 } from 'node:net';
import { ThermoclineError } from './errors.js';

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Parts of `host:port`; IPv6 without its brackets. */
export function parseAddress(address: string): ListenAddress {
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) };
}

/** Whether only this machine can reach it: 127.0.0.0/8, ::1, localhost. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/** An address with what guards it. */
export interface ListenSection {
  readonly listen: string;
  readonly tls?: unknown;
  readonly insecure: boolean;
}

/**
 * Throws NOT_LOOPBACK for an address that others can reach, unless mutual TLS guards it or the operator insists. `key`: the
 * configuration key of the section; `offersTls`: whether it has a tls section.
 */
export function requireGuarded(key: string, section: ListenSection, offersTls: boolean): void {
  if (section.tls || section.insecure || isLoopback(parseAddress(section.listen).host)) return;
  const remedy = offersTls ? `give ${key}.tls (ca, cert, key), ` : '';
  throw new ThermoclineError(
    'NOT_LOOPBACK',
    `${key}.listen is ${section.listen}, which other machines reach: ${remedy}listen on 127.0.0.1, or say ${key}.insecure: true`,
  );
}

/** What a failed listen means to a person. `key`: the configuration key that holds the address. */
export function listenError(key: string, address: string, cause: unknown): ThermoclineError {
  const code = (cause as NodeJS.ErrnoException).code;
  const text = cause instanceof Error ? cause.message : String(cause);
  if (code === 'EADDRINUSE' || /EADDRINUSE|address already in use/i.test(text)) {
    const says = `${address} is taken by another program; change ${key}.listen, or end that program`;
    return new ThermoclineError('PORT_IN_USE', says, { cause });
  }
  return new ThermoclineError('LISTEN_FAILED', `${address} (${key}.listen): ${text}`, { cause });
}
