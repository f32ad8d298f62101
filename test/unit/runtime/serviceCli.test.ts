import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommandLine, usage } from '../../../services/runtime/serviceCli.js';

const ACTIONS = ['check-config', 'print-config', 'list-trackers'];
const read = (...argv: string[]) => readCommandLine('collector', ACTIONS, argv);

test('without flags the service serves, with the configuration from /etc', () => {
  assert.deepEqual(read(), { kind: 'run', file: '/etc/thermocline/collector.yaml', action: 'serve' });
});

test('--config names the file; a flag does one thing', () => {
  assert.deepEqual(read('--config', 'x.yaml', '--list-trackers'), {
    kind: 'run',
    file: 'x.yaml',
    action: 'list-trackers',
  });
  assert.deepEqual(read('--config=x.yaml', '--check-config'), { kind: 'run', file: 'x.yaml', action: 'check-config' });
});

test('--help and --version need no configuration', () => {
  assert.deepEqual(read('--help'), { kind: 'help' });
  assert.deepEqual(read('--version', '--config', 'x.yaml'), { kind: 'version' });
  assert.match(usage('collector', ACTIONS), /^usage: collector \[--config FILE\] \[--check-config\]/);
});

test('what is not understood is USAGE, with exit status 2', () => {
  const refused = (message: RegExp) => ({ code: 'USAGE', exitCode: 2, message });
  assert.throws(() => read('--colour'), refused(/^Unknown option '--colour'; see --help$/));
  assert.throws(() => read('serve'), refused(/^Unexpected argument 'serve'/));
  assert.throws(() => read('--config'), refused(/--config/));
  assert.throws(
    () => read('--check-config', '--print-config'),
    refused(/^--check-config and --print-config do not go together$/),
  );
});
