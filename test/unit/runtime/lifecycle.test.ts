import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), 'exampleService.js');
/** Longer than a start and a stop take on a busy machine. */
const PATIENCE_MS = 30_000;

interface Service {
  readonly file: string;
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Waits until the output holds a text. */
  saw(text: string, where?: 'stdout' | 'stderr'): Promise<void>;
  readonly ended: Promise<number | null>;
}

/** The example service with a configuration, as a process that ends with the test. */
function run(t: TestContext, config: string, ...flags: string[]): Service {
  const directory = mkdtempSync(join(tmpdir(), 'thermocline-service-'));
  const file = join(directory, 'example.yaml');
  writeFileSync(file, config);
  const child = spawn(process.execPath, [PROGRAM, '--config', file, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  const said = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const where of ['stdout', 'stderr'] as const) {
    child[where].setEncoding('utf8').on('data', (text: string) => {
      said[where] += text;
      for (const listen of listeners) listen();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  t.after(async () => {
    clearTimeout(timer);
    child.kill('SIGKILL');
    await ended;
    rmSync(directory, { recursive: true, force: true });
  });
  const saw = (text: string, where: 'stdout' | 'stderr' = 'stdout'): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (said[where].includes(text)) resolve();
      };
      listeners.add(look);
      look();
      void ended.then(() => {
        look();
        reject(new Error(`never said ${text}: ${said.stdout}${said.stderr}`));
      });
    });
  return { file, child, stdout: () => said.stdout, stderr: () => said.stderr, saw, ended };
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} closes what was opened, last first, and ends with 0`, async (t) => {
    const service = run(t, '');
    await service.saw('started');
    service.child.kill(signal);
    assert.equal(await service.ended, 0);
    assert.equal(service.stdout(), 'started\nsecond closed\nfirst closed\n');
  });
}

test('one that fails to close does not keep the others open', async (t) => {
  const service = run(t, 'closing: throws\n');
  await service.saw('started');
  service.child.kill('SIGTERM');
  assert.equal(await service.ended, 0);
  assert.equal(service.stdout(), 'started\nsecond closed\nfirst closed\n');
  assert.match(service.stderr(), /closing second failed/);
});

const ENDS: readonly (readonly [string, string, number])[] = [
  ['refuse', 'example: NATS_UNREACHABLE: nobody is there', 1],
  ['throw', 'example: INTERNAL: a fault', 1],
  ['reject', 'example: KEY_INVALID: no key', 2],
  ['fail', 'example: CHILD_FAILED: the child is gone', 1],
];
for (const [outcome, line, status] of ENDS) {
  test(`an error (${outcome}) ends it in order with one line and status ${status}, without a stack`, async (t) => {
    const service = run(t, `outcome: ${outcome}\n`);
    assert.equal(await service.ended, status);
    assert.match(service.stdout(), /second closed\nfirst closed\n$/);
    const lines = service.stderr().trimEnd().split('\n');
    assert.equal(lines.at(-1), line);
    assert.deepEqual(
      lines.filter((each) => /^\s+at /.test(each) || each.includes('"stack"')),
      [],
    );
  });
}

test('the stack is in the log at level debug', async (t) => {
  const service = run(t, 'outcome: throw\nlog: { level: debug }\n');
  assert.equal(await service.ended, 1);
  assert.match(service.stderr(), /"stack":"Error: a fault\\n {4}at /);
});

test('SIGHUP reads the configuration anew; what is not valid changes nothing', async (t) => {
  const service = run(t, 'every: 1s\n');
  await service.saw('"ready"', 'stderr');
  writeFileSync(service.file, 'every: 2s\n');
  service.child.kill('SIGHUP');
  await service.saw('every 2000 ms');
  writeFileSync(service.file, 'every: 2 moons\n');
  service.child.kill('SIGHUP');
  await service.saw('not reloaded', 'stderr');
  assert.match(service.stderr(), /example\.yaml:1:1: every: got \\"2 moons\\"; expected a duration/);
  service.child.kill('SIGTERM');
  assert.equal(await service.ended, 0);
  assert.equal(service.stdout(), 'started\nevery 2000 ms\nsecond closed\nfirst closed\n');
});

test('--check-config, --print-config and actions of its own do one thing and end', async (t) => {
  const check = run(t, 'every: 90s\n', '--check-config');
  const print = run(t, 'every: 90s\n', '--print-config');
  const action = run(t, 'every: 90s\n', '--say-every');
  const wrong = run(t, 'evry: 90s\n', '--check-config');
  assert.deepEqual([await check.ended, check.stdout()], [0, `${check.file} is fine\n`]);
  assert.deepEqual(
    [await print.ended, print.stdout()],
    [0, 'log:\n  level: info\n  format: json\nevery: 90s\noutcome: stay\nclosing: fine\n'],
  );
  assert.deepEqual([await action.ended, action.stdout()], [0, '90000\n']);
  assert.deepEqual(
    [await wrong.ended, wrong.stderr()],
    [2, `example: CONFIG_INVALID: ${wrong.file}:1:1: evry: unknown key; did you mean every?\n`],
  );
});
