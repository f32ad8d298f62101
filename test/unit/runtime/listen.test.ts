import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopback, listenError, parseAddress, requireGuarded } from '../../../services/runtime/listen.js';

test('an address is a host and a port', () => {
  assert.deepEqual(parseAddress('127.0.0.1:7420'), { host: '127.0.0.1', port: 7420 });
  assert.deepEqual(parseAddress('[::1]:0'), { host: '::1', port: 0 });
});

test('loopback is 127.0.0.0/8, ::1 and localhost, and nothing else', () => {
  for (const host of ['127.0.0.1', '127.8.9.10', '::1', 'localhost']) assert.ok(isLoopback(host), host);
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.example.org', 'localhost.example.org', '1270.0.0.1', '']) {
    assert.ok(!isLoopback(host), host);
  }
});

test('listening beyond loopback needs mutual TLS or the word of the operator', () => {
  const open = { listen: '0.0.0.0:7420', insecure: false };
  assert.throws(() => requireGuarded('grpc', open, true), {
    code: 'NOT_LOOPBACK',
    exitCode: 1,
    message:
      'grpc.listen is 0.0.0.0:7420, which other machines reach: give grpc.tls (ca, cert, key), ' +
      'listen on 127.0.0.1, or say grpc.insecure: true',
  });
  assert.throws(() => requireGuarded('metrics', open, false), {
    code: 'NOT_LOOPBACK',
    message:
      'metrics.listen is 0.0.0.0:7420, which other machines reach: ' +
      'listen on 127.0.0.1, or say metrics.insecure: true',
  });
  requireGuarded('grpc', { ...open, insecure: true }, true);
  requireGuarded('grpc', { ...open, tls: { ca: 'a', cert: 'b', key: 'c' } }, true);
  requireGuarded('grpc', { listen: '[::1]:7420', insecure: false }, true);
});

test('what a failed listen means', () => {
  const taken = Object.assign(new Error('listen EADDRINUSE: address already in use 127.0.0.1:1'), {
    code: 'EADDRINUSE',
  });
  const error = listenError('grpc', '127.0.0.1:1', taken);
  assert.equal(error.code, 'PORT_IN_USE');
  assert.equal(error.message, '127.0.0.1:1 is taken by another program; change grpc.listen, or end that program');
  const other = listenError('metrics', '192.0.2.1:1', new Error('listen EADDRNOTAVAIL'));
  assert.deepEqual(
    [other.code, other.message],
    ['LISTEN_FAILED', '192.0.2.1:1 (metrics.listen): listen EADDRNOTAVAIL'],
  );
});
