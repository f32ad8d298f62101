import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServerUnaryCall } from '@grpc/grpc-js';
import { callerOf } from '../../../services/rpc/caller.js';

/** Who calls, with a certificate as node:tls gives it. */
function caller(certificate?: { readonly subject?: object; readonly subjectaltname?: string }) {
  const call = {
    getPeer: () => '127.0.0.1:5',
    getAuthContext: () => (certificate ? { sslPeerCertificate: certificate } : {}),
  };
  return callerOf(call as unknown as ServerUnaryCall<never, object>);
}

test('a caller is who the certificate says, by common name before alternative names', () => {
  const subjectaltname = 'URI:spiffe://example/ops, DNS:ops.example';
  const alternativeNames = ['URI:spiffe://example/ops', 'DNS:ops.example'];
  const address = '127.0.0.1:5';
  assert.deepEqual(caller({ subject: { CN: 'ops' }, subjectaltname }), { identity: 'ops', alternativeNames, address });
  assert.equal(caller({ subject: { CN: ['ops', 'other'] } }).identity, 'ops');
  assert.deepEqual(caller({ subject: {}, subjectaltname }), {
    identity: 'spiffe://example/ops',
    alternativeNames,
    address,
  });
  assert.equal(caller({ subjectaltname: 'IP Address:192.0.2.1' }).identity, '192.0.2.1');
});

test('without a certificate, or a name in it, a caller is nobody', () => {
  const nobody = { identity: 'unauthenticated', alternativeNames: [], address: '127.0.0.1:5' };
  assert.deepEqual(caller(), nobody);
  assert.deepEqual(caller({}), nobody);
  assert.deepEqual(caller({ subject: {} }), nobody);
});
