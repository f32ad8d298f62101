import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SigningKey, signingKeyFrom } from '../contract/signature.js';
import { ThermoclineError } from '../runtime/errors.js';

/** This brain's id: made once and kept, so that a restarted brain has its leases back at once. Throws STATE_UNWRITABLE. */
export function brainId(stateDir: string): string {
  const file = join(stateDir, 'id');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    const id = randomUUID();
    try {
      mkdirSync(stateDir, { recursive: true, mode: 0o700 });
      writeFileSync(file, `${id}\n`, { mode: 0o600 });
    } catch (cause) {
      throw new ThermoclineError('STATE_UNWRITABLE', `${file}: ${(cause as Error).message}`, { cause });
    }
    return id;
  }
}

/** Throws KEY_MISSING or KEY_INVALID. */
export function readSigningKey(file: string): SigningKey {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ThermoclineError('KEY_MISSING', `signingKey ${file}: ${(cause as Error).message}`, { cause });
  }
  try {
    return signingKeyFrom(pem);
  } catch (cause) {
    const says = `signingKey ${file} is not an Ed25519 private key in PEM form: ${(cause as Error).message}`;
    throw new ThermoclineError('KEY_INVALID', says, { cause });
  }
}
