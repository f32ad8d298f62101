import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

/**
 * Ed25519 signatures (RFC 8032) over a domain prefix and the exact bytes that travel, so that a signed plan can never be
 * passed off as a signed control, and nothing is decoded before it is verified.
 */

export type SignedDomain = 'plan' | 'control';

const PREFIX: Record<SignedDomain, Buffer> = {
  plan: Buffer.from('thermocline plan v1\0'),
  control: Buffer.from('thermocline control v1\0'),
};

export interface SigningKey {
  readonly keyId: string;
  readonly privateKey: KeyObject;
}

/** Public keys by id; an actuator accepts a signature by any of them, so that keys can be rotated. */
export type TrustedKeys = ReadonlyMap<string, KeyObject>;

/** A new key pair as PEM texts: PKCS #8 and SPKI. */
export function generateSigningKey(): { privatePem: string; publicPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/** Throws when the PEM does not hold an Ed25519 private key. */
export function signingKeyFrom(privatePem: string): SigningKey {
  const privateKey = createPrivateKey(privatePem);
  if (privateKey.asymmetricKeyType !== 'ed25519')
    throw new TypeError(`not an Ed25519 key: ${privateKey.asymmetricKeyType}`);
  return { privateKey, keyId: keyIdOf(createPublicKey(privateKey)) };
}

/** Throws when a PEM does not hold an Ed25519 public key. */
export function trustedKeysFrom(publicPems: readonly string[]): TrustedKeys {
  const keys = new Map<string, KeyObject>();
  for (const pem of publicPems) {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType !== 'ed25519') throw new TypeError(`not an Ed25519 key: ${key.asymmetricKeyType}`);
    keys.set(keyIdOf(key), key);
  }
  return keys;
}

/** First 16 hex digits of the SHA-256 of the public key's SPKI form. */
function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
}

export function signBytes(domain: SignedDomain, bytes: Uint8Array, key: SigningKey): Uint8Array {
  return sign(null, Buffer.concat([PREFIX[domain], bytes]), key.privateKey);
}

/** Undefined when the signature holds, else why it does not. */
export function whyNotSigned(
  domain: SignedDomain,
  signed: { readonly bytes: Uint8Array; readonly keyId: string; readonly signature: Uint8Array },
  keys: TrustedKeys,
): string | undefined {
  const key = keys.get(signed.keyId);
  if (!key) return `key ${JSON.stringify(signed.keyId.slice(0, 64))} is not among the ${keys.size} trusted ones`;
  const holds = verify(null, Buffer.concat([PREFIX[domain], signed.bytes]), key, signed.signature);
  return holds ? undefined : `the signature does not match the ${domain}`;
}
