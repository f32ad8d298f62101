import { readFileSync } from 'node:fs';
import { type TrustedKeys, trustedKeysFrom } from '../contract/signature.js';
import { ThermoclineError } from '../runtime/errors.js';

/** Reads public keys. Throws KEY_MISSING or KEY_INVALID, naming the file. */
export function readTrustedKeys(files: readonly string[]): TrustedKeys {
  const keys = new Map<string, NonNullable<ReturnType<TrustedKeys['get']>>>();
  for (const file of files) {
    let pem: string;
    try {
      pem = readFileSync(file, 'utf8');
    } catch (cause) {
      throw new ThermoclineError('KEY_MISSING', `${file}: ${(cause as Error).message}; correct keys`, { cause });
    }
    if (pem.includes('PRIVATE KEY')) {
      const says = `${file} holds a private key; an actuator needs, and should have, the public half only`;
      throw new ThermoclineError('KEY_INVALID', says);
    }
    try {
      for (const [id, key] of trustedKeysFrom([pem])) keys.set(id, key);
    } catch (cause) {
      throw new ThermoclineError('KEY_INVALID', `${file}: ${(cause as Error).message}`, { cause });
    }
  }
  return keys;
}
