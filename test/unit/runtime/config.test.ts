import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as z from 'zod';
import { loadConfig, parseConfig } from '../../../services/runtime/config.js';
import {
  duration,
  grpcSection,
  hostId,
  logSection,
  metricsSection,
  natsSection,
  share,
  size,
} from '../../../services/runtime/configTypes.js';
import { ThermoclineError } from '../../../services/runtime/errors.js';

const service = z.strictObject({
  hostId,
  nats: natsSection.prefault({}),
  grpc: grpcSection('127.0.0.1:7420').prefault({}),
  metrics: metricsSection('127.0.0.1:7430').prefault({}),
  log: logSection.prefault({}),
  window: duration.prefault('10s'),
  spoolMaxBytes: size.prefault('256MiB'),
  headroom: share.default(0.05),
  tiers: z.array(z.array(z.int().nonnegative()).min(1)).optional(),
  labels: z.record(z.string(), z.string()).default({}),
});

/** What is said of a text, a line a problem. */
function problems(text: string, schema: z.ZodType = service): string[] {
  try {
    parseConfig(schema, text, 'x.yaml');
  } catch (error) {
    assert.ok(error instanceof ThermoclineError);
    assert.deepEqual([error.code, error.exitCode], ['CONFIG_INVALID', 2]);
    return error.message.split('\n  ');
  }
  return [];
}

test('an empty file is all defaults: durations in ms, sizes in bytes', () => {
  const config = parseConfig(service, '# nothing here\n', 'x.yaml');
  assert.equal(config.window, 10_000);
  assert.equal(config.spoolMaxBytes, 256 * 2 ** 20);
  assert.deepEqual(config.grpc, { listen: '127.0.0.1:7420', insecure: false });
  assert.deepEqual(config.nats.servers, ['nats://127.0.0.1:4222']);
  assert.deepEqual(config.log, { level: 'info', format: 'json' });
});

test('the delay of the event loop is taken in whole milliseconds, often enough for each scrape to tell of it', () => {
  const every = (text: string) => parseConfig(service, `metrics: { loopDelayEvery: ${text} }\n`, 'x.yaml').metrics;
  assert.deepEqual(
    ['1ms', '0.5s', '1s'].map((text) => every(text).loopDelayEvery),
    [1, 500, 1000],
  );
  for (const text of ['0', '0.5ms', '1.5ms', '1001ms', '50d']) {
    const [said] = problems(`metrics: { loopDelayEvery: ${text} }\n`);
    assert.match(said ?? '', /metrics\.loopDelayEvery: got .*; expected whole milliseconds, from 1ms to 1s/, text);
  }
});

test('it is frozen throughout', () => {
  const config = parseConfig(service, 'tiers: [[0], [1]]\n', 'x.yaml');
  assert.ok([config, config.nats, config.nats.servers, config.tiers, config.tiers?.[0]].every(Object.isFrozen));
  assert.throws(() => Object.assign(config.nats, { servers: [] }), TypeError);
});

test('an unknown key is refused with its place, its path, and the one that was meant', () => {
  assert.deepEqual(problems('window: 10s\ngrpc:\n  lisen: 127.0.0.1:1\n'), [
    'x.yaml:3:3: grpc.lisen: unknown key; did you mean listen?',
  ]);
  assert.deepEqual(problems('headRoom: 0.1\n'), ['x.yaml:1:1: headRoom: unknown key; did you mean headroom?']);
  assert.deepEqual(problems('log: { colour: true }\n'), [
    'x.yaml:1:8: log.colour: unknown key; it may be level, format',
  ]);
});

test('every problem is told at once, in the order of the file, with what stands there and what may', () => {
  const text = [
    'hostId: "rack 7"',
    'window: 10',
    'grpc:',
    '  listen: 127.0.0.1',
    '  insecure: maybe',
    '  tls: { ca: ca.pem, cert: cert.pem }',
    'log:',
    '  level: loud',
    'spoolMaxBytes: 4 gigs',
    'headroom: 1.5',
    'tiers:',
    '  - [0]',
    '  - []',
    'labels: { rack: 7 }',
    'nats:',
  ].join('\n');
  assert.deepEqual(problems(text), [
    'x.yaml:1:1: hostId: got "rack 7"; expected up to 64 letters, digits, _ and -',
    'x.yaml:2:1: window: got 10; expected a duration such as 250ms, 10s, 8m or 24h',
    'x.yaml:4:3: grpc.listen: got "127.0.0.1"; expected host:port',
    'x.yaml:5:3: grpc.insecure: got "maybe"; expected true or false',
    'x.yaml:6:3: grpc.tls.key: got nothing; expected a text',
    'x.yaml:8:3: log.level: got "loud"; expected one of debug, info, warn, error',
    'x.yaml:9:1: spoolMaxBytes: got "4 gigs"; expected a size such as 64KiB, 512MiB or 1.5GB',
    'x.yaml:10:1: headroom: got 1.5; expected at most 1',
    'x.yaml:13:5: tiers.1: got []; expected at least 1 in the list',
    'x.yaml:14:11: labels.rack: got 7; expected a text',
    'x.yaml:15:1: nats: got null; expected keys and values',
  ]);
});

test('what is no YAML is said with its place; so is a key that stands there twice', () => {
  assert.match(problems('window: 10s\n  grpc: {\n')[0] ?? '', /^x\.yaml:\d+:\d+: /);
  assert.deepEqual(problems('window: 1s\nwindow: 2s\n'), ['x.yaml:2:1: Map keys must be unique']);
  assert.deepEqual(problems('just words\n'), ['x.yaml:1:1: the file: got "just words"; expected keys and values']);
});

test('a value is cut where it is long', () => {
  const [says = ''] = problems(`window: ${'x'.repeat(500)}\n`);
  assert.ok(says.length < 200 && says.includes('x…'), says);
});

test('a file that cannot be read is CONFIG_MISSING, with the reason', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'thermocline-config-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const nowhere = join(directory, 'nowhere.yaml');
  assert.throws(() => loadConfig(service, nowhere), {
    code: 'CONFIG_MISSING',
    exitCode: 2,
    message: `${nowhere} is not there; name the configuration with --config FILE`,
  });
  assert.throws(() => loadConfig(service, directory), { code: 'CONFIG_MISSING', message: /is a directory/ });
  const there = join(directory, 'there.yaml');
  writeFileSync(there, 'window: 250ms\n');
  assert.equal(loadConfig(service, there).window, 250);
  chmodSync(there, 0o000);
  if (process.getuid?.() !== 0) {
    assert.throws(() => loadConfig(service, there), { code: 'CONFIG_MISSING', message: /may not be read/ });
  }
});
