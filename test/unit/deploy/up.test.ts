import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { makeLayout } from '../../../deploy/up/layout.js';
import { upOptions } from '../../../deploy/up/options.js';
import type { Stack } from '../../../deploy/up/stack.js';
import { Run } from '../../../deploy/up/up.js';

test('a directory that is not of a run is left alone; one of a run is made anew', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'thermocline-up-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const options = upOptions(['--run-dir', dir], '');
  assert.ok(options);
  const mine = join(dir, 'precious');
  writeFileSync(mine, 'x');
  await assert.rejects(makeLayout(options, true), { name: 'TypeError', message: /holds what no run of up left there/ });
  assert.ok(existsSync(mine));
  rmSync(mine);
  await makeLayout(options, true);
  writeFileSync(join(dir, 'reports.jsonl'), '');
  await makeLayout(options, true);
  assert.ok(!existsSync(join(dir, 'reports.jsonl')) && existsSync(join(dir, 'brain.yaml')));
});

test('a restart names a service and a second', () => {
  const restarts = upOptions(['--restart', 'brain@14', '--restart', 'actuator@3.5'], '')?.restart;
  assert.deepEqual(restarts, [
    { service: 'brain', seconds: 14 },
    { service: 'actuator', seconds: 3.5 },
  ]);
  for (const wrong of ['foo@10', 'brain@abc', 'brain', 'brain@', '@3']) {
    assert.throws(() => upOptions(['--restart', wrong], ''), {
      name: 'TypeError',
      message: /--restart takes nats, brain/,
    });
  }
});

test('a run directory may be said from here', () => {
  assert.equal(upOptions(['--run-dir', '.run/mine'], '')?.runDir, join(process.cwd(), '.run/mine'));
});

test('where the brain answers is said once it does', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'thermocline-up-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const options = upOptions(['--json', '--run-dir', dir], '');
  assert.ok(options);
  const layout = await makeLayout(options, true);
  let said = '';
  t.mock.method(process.stderr, 'write', (text: string) => {
    said += text;
    return true;
  });
  const idle = { start: () => idle };
  const run = new Run(options, layout, true, new Set([0]));
  const ended = run.follow({ nats: idle, brain: idle, agents: idle } as unknown as Stack);
  const [host = '', port] = layout.brainAddress.split(':');
  // Stands for the brain: it takes connections.
  const brain = createServer((socket) => socket.destroy());
  try {
    assert.doesNotMatch(said, /the brain answers/);
    await new Promise<void>((resolve) => brain.listen(Number(port), host, resolve));
    for (let tries = 0; tries < 100 && !said.includes('the brain answers'); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.match(
      said,
      new RegExp(`^the brain answers at ${layout.brainAddress}: thermocline --server .* plans list$`, 'm'),
    );
  } finally {
    run.end(0);
    brain.close();
  }
  assert.equal(await ended, 0);
});
