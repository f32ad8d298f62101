/** Who may call what: a real brain with mutual TLS whose configuration names people. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { brainStage, eventually } from './brainStage.js';
import { authority } from './certificates.js';
import { thermocline } from './commandLine.js';

const POLICY = 'coldAge: 3s, hotRate: 0.5, residence: 60s, dataMaxAge: 60s';

test('those alone steer whom the configuration names; looking is for all', async (t) => {
  const ca = authority(t);
  const [alice, bob] = [ca.issue('alice'), ca.issue('bob')];
  const rights = 'rollouts: [alice], plans: [alice], policies: [alice], hints: [alice]';
  const { address } = await brainStage(t, { policy: POLICY, tls: ca.issue('brain'), rights });
  const policy = join(mkdtempSync(join(tmpdir(), 'rights-')), 'policy.yaml');
  t.after(() => rmSync(dirname(policy), { recursive: true }));
  writeFileSync(policy, 'name: default\nclasses:\n  - name: all\n    coldAge: 7m\n');
  const hint = ['--kind', 'never-demote', '--for', '1m', '--command', 'postgres'];
  const as = async (who: typeof alice, ...command: string[]) =>
    await thermocline(['--server', address, '--ca', who.ca, '--cert', who.cert, '--key', who.key, ...command]);
  const list = await eventually(async () => {
    const ended = await as(bob, 'rollouts', 'list');
    return ended.status === 0 ? ended : undefined;
  });
  assert.equal(list.status, 0, list.stderr);
  for (const [command, what] of [
    [['rollouts', 'pause', 'wider'], 'start and steer rollouts'],
    [['plans', 'approve', '07-abcd-1'], 'approve, reject and undo plans'],
    [['plans', 'undo', '07-abcd-1'], 'approve, reject and undo plans'],
    [['policies', 'apply', policy], 'apply policies'],
    [['hints', 'add', ...hint], 'add and remove hints'],
    [['hints', 'remove', 'h-1'], 'add and remove hints'],
  ] as const) {
    const denied = await as(bob, ...command);
    assert.equal(denied.stderr, `RPC_DENIED: bob may not ${what}; the brain's configuration (rights) says who may\n`);
    const heard = await as(alice, ...command);
    assert.doesNotMatch(heard.stderr, /RPC_DENIED|CALLER_UNPROVEN/);
    if (/^(policies apply|hints add)/.test(command.join(' '))) assert.equal(heard.status, 0, heard.stderr);
    else assert.match(heard.stderr, /^(RPC_NOT_FOUND|PLAN_NOT_PENDING): /);
  }
});
