import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe, ERROR_CODES, ThermoclineError } from '../../../services/runtime/errors.js';

test('each code says in one line what it means, and what to do', () => {
  for (const [code, text] of Object.entries(ERROR_CODES)) {
    assert.match(code, /^[A-Z]+(_[A-Z]+)*$/);
    assert.ok(text.endsWith('.') && !text.includes('\n'), code);
  }
});

test('configuration and usage end with 2, all else with 1, unless said otherwise', () => {
  assert.equal(new ThermoclineError('CONFIG_INVALID', '').exitCode, 2);
  assert.equal(new ThermoclineError('USAGE', '').exitCode, 2);
  assert.equal(new ThermoclineError('NATS_UNREACHABLE', '').exitCode, 1);
  assert.equal(new ThermoclineError('RPC_INVALID', '', { exitCode: 2 }).exitCode, 2);
});

test('an error keeps its cause, and is described by its code and message without a stack', () => {
  const cause = new Error('ECONNREFUSED');
  const error = new ThermoclineError('NATS_UNREACHABLE', 'nobody is there', { cause });
  assert.equal(error.cause, cause);
  assert.equal(describe(error), 'NATS_UNREACHABLE: nobody is there');
  assert.equal(describe(Object.assign(new Error('no such file'), { code: 'ENOENT' })), 'ENOENT: no such file');
  assert.equal(describe(new TypeError('x is not a function')), 'INTERNAL: x is not a function');
  assert.equal(describe('thrown text'), 'INTERNAL: thrown text');
});
