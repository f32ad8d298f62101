import assert from 'node:assert/strict';
import { test } from 'node:test';
import { status } from '@grpc/grpc-js';
import { errorOf, statusOf } from '../../../services/rpc/status.js';
import { ERROR_CODES, type ErrorCode, ThermoclineError } from '../../../services/runtime/errors.js';

const SERVER = '127.0.0.1:7420';
const said = (failure: Parameters<typeof errorOf>[0]): string => {
  const { code, message } = errorOf(failure, SERVER);
  return `${code}: ${message}`;
};

test('an error is answered with the status that its code stands for, and with its code', () => {
  const answered = (code: ErrorCode) => statusOf(new ThermoclineError(code, 'so it is'));
  assert.deepEqual(answered('RPC_NOT_FOUND'), { code: status.NOT_FOUND, details: 'RPC_NOT_FOUND: so it is' });
  assert.deepEqual(answered('RPC_INVALID').code, status.INVALID_ARGUMENT);
  assert.deepEqual(answered('CONFLICT').code, status.ABORTED);
  assert.deepEqual(answered('NATS_UNREACHABLE').code, status.UNAVAILABLE);
  assert.deepEqual(statusOf(new TypeError('x is undefined')), {
    code: status.INTERNAL,
    details: 'INTERNAL: x is undefined',
  });
});

test('a client throws what the server threw', () => {
  for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
    if (code === 'INTERNAL') continue;
    const error = errorOf(statusOf(new ThermoclineError(code, 'so\nit is')), SERVER);
    assert.deepEqual([error.code, error.message, error.exitCode], [code, 'so\nit is', 1]);
  }
  const fault = statusOf(new Error('x is undefined'));
  assert.equal(said(fault), `RPC_FAILED: ${SERVER}: INTERNAL: x is undefined`);
});

test('what the transport meets is said in words', () => {
  assert.equal(
    said({
      code: status.UNAVAILABLE,
      details: 'No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:7420. Resolution note: ',
    }),
    `RPC_UNAVAILABLE: ${SERVER} does not answer (connect ECONNREFUSED 127.0.0.1:7420); ` +
      'is the service running there, and does TLS fit on both sides?',
  );
  assert.equal(
    said({ code: status.DEADLINE_EXCEEDED, details: 'Deadline exceeded after 10.001s' }),
    `RPC_UNAVAILABLE: ${SERVER} does not answer (Deadline exceeded after 10.001s); ` +
      'is the service running there, and does TLS fit on both sides?',
  );
  assert.match(
    said({ code: status.UNIMPLEMENTED, details: 'The server does not implement the method /x' }),
    /^RPC_UNIMPLEMENTED: 127\.0\.0\.1:7420 is no server of this call .*another service/,
  );
  assert.equal(said({ code: status.DATA_LOSS, details: 'gone' }), `RPC_FAILED: ${SERVER}: gone`);
  assert.equal(said({ message: 'no status at all' }), `RPC_FAILED: ${SERVER}: no status at all`);
});
