import assert from 'node:assert/strict';
import test from 'node:test';
import {
  generateSigningKey,
  signBytes,
  signingKeyFrom,
  trustedKeysFrom,
  whyNotSigned,
} from '../../../services/contract/signature.js';

const pair = generateSigningKey();
const key = signingKeyFrom(pair.privatePem);
const trusted = trustedKeysFrom([pair.publicPem]);
const bytes = Buffer.from('move these');

function signed(over = bytes) {
  return { bytes: over, keyId: key.keyId, signature: signBytes('plan', over, key) };
}

test('a signature holds for its bytes, its domain and its key', () => {
  assert.equal(whyNotSigned('plan', signed(), trusted), undefined);
});

test('one changed bit of the bytes or of the signature is noticed', () => {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes);
    changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
    assert.match(whyNotSigned('plan', { ...signed(), bytes: changed }, trusted) ?? '', /does not match the plan/);
  }
  const { signature } = signed();
  signature[5] = (signature[5] as number) ^ 1;
  assert.match(whyNotSigned('plan', { ...signed(), signature }, trusted) ?? '', /does not match/);
});

test('a signed plan is not a signed control', () => {
  assert.match(whyNotSigned('control', signed(), trusted) ?? '', /does not match the control/);
});

test('a key that is not trusted is named', () => {
  const other = trustedKeysFrom([generateSigningKey().publicPem]);
  assert.equal(whyNotSigned('plan', signed(), other), `key "${key.keyId}" is not among the 1 trusted ones`);
});

test('several keys are trusted at once, so that keys can be rotated', () => {
  const both = trustedKeysFrom([generateSigningKey().publicPem, pair.publicPem]);
  assert.equal(whyNotSigned('plan', signed(), both), undefined);
});
