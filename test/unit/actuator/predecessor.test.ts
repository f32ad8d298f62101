import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { markProcess, outlive, type ProcessView } from '../../../services/actuator/predecessor.js';
import { ProcProcesses } from '../../../services/kernel/processes.js';
import { newStateDir, SILENT, until } from './kit/bench.js';

const VIEW: ProcessView = { bootId: 'boot', processes: new ProcProcesses('/proc', 4096) };
const MARK = 'mover-move-pages.json';

function started(t: TestContext, command: string): { child: ChildProcess; pid: number } {
  const child = spawn('sh', ['-c', command]);
  t.after(() => child.kill('SIGKILL'));
  return { child, pid: child.pid as number };
}

test('a mover that does not end is killed and waited for, which is said once', async (t) => {
  const { child, pid } = started(t, 'exec sleep 60');
  const dir = newStateDir();
  markProcess(dir, MARK, pid, VIEW);
  const before = VIEW.processes.identity(pid);
  assert.ok(before);
  let looks = 0;
  const slow = { ...VIEW, processes: { identity: () => (looks++ < 5 ? before : undefined) } };
  const said: object[] = [];
  const logger = { ...SILENT, warn: (fields: object) => said.push(fields) };
  const ended = once(child, 'exit');
  await outlive(dir, MARK, slow, logger, 0);
  assert.deepEqual(said, [{ pid, mark: MARK }]);
  assert.deepEqual(await ended, [null, 'SIGKILL']);
});

test('a mover that has ended is not waited for, though nobody asks after it', async (t) => {
  // The shell's child ends when its file is there; the program that the shell becomes never asks after it.
  const dir = newStateDir();
  const told = join(dir, 'told');
  const wait = `until [ -e ${told}.end ]; do sleep 0.01; done`;
  started(t, `(${wait}) & echo $! > ${told}.new; mv ${told}.new ${told}; exec sleep 60`);
  await until(() => existsSync(told), 'the pid');
  const pid = Number(readFileSync(told, 'utf8'));
  markProcess(dir, MARK, pid, VIEW);
  assert.ok(existsSync(join(dir, MARK)));
  writeFileSync(`${told}.end`, '');
  await until(() => / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')), 'its end');
  assert.equal(VIEW.processes.identity(pid), undefined);
  await outlive(dir, MARK, VIEW, SILENT, 60_000);
});
