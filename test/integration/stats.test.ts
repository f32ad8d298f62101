/** What plans did, asked of a real brain by the real command and by Prometheus. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { brainStage, eventually } from './brainStage.js';
import { thermocline } from './commandLine.js';

const PRICED = `
name: default
classes: [{ name: default, coldAge: 3s, hotRate: 0.5 }]
prices: { currency: EUR, perGibMonth: [3.2, 1.1], perMillionSlowAccesses: 1 }
`;

test('statistics by class, host and rule, and metrics by class and revision', async (t) => {
  const policy = 'coldAge: 3s, hotRate: 0.5, residence: 60s, dataMaxAge: 60s';
  const { address, host, trusted, metricsUrl } = await brainStage(t, { policy });
  const at = ['--server', address];
  await eventually(async () => ((await thermocline([...at, 'status'])).status === 0 ? true : undefined));
  const plan = await host.nextPlan(trusted, () => host.window(2));
  await host.carryOut(plan);
  await host.window(30);

  const asked = async (...args: string[]) => {
    const { stdout, stderr, status } = await thermocline([...at, 'stats', '-o', 'json', ...args]);
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout);
  };
  const byClass = await eventually(async () => {
    const answer = await asked('--window', '5m');
    return answer.statistics[0]?.observedSeconds > 0 && answer.statistics[0].promotedBytes !== '0' ? answer : undefined;
  });
  const [row] = byClass.statistics;
  assert.deepEqual([byClass.statistics.length, row.name, row.promotedBytes], [1, 'default', String(100 * 4096)]);
  assert.equal(row.saved, undefined, 'without prices in the policy');
  assert.deepEqual(
    (await asked('--by', 'host')).statistics.map(({ name }: { name: string }) => name),
    [host.hostId],
  );
  assert.deepEqual(
    (await asked('--by', 'rule')).statistics.map(({ name }: { name: string }) => name),
    ['hot-rate'],
  );

  const table = await thermocline([...at, 'stats', '--by', 'revision']);
  assert.match(table.stdout, /^NAME +STAR +STRR +PROMOTED +DEMOTED +FAILED +USELESS +BYTES BY TIER\ndefault@1 /);

  const metrics = await (await fetch(metricsUrl)).text();
  assert.match(
    metrics,
    /thermocline_brain_class_moved_bytes_total\{class="default",revision="default@1",direction="promotion"\} 409600/,
  );

  const file = join(mkdtempSync(join(tmpdir(), 'thermocline-stats-')), 'priced.yaml');
  t.after(() => rmSync(dirname(file), { recursive: true, force: true }));
  writeFileSync(file, PRICED);
  const applied = await thermocline([...at, 'policies', 'apply', file]);
  assert.equal(applied.status, 0, applied.stderr);
  const priced = await eventually(async () => {
    const { stdout } = await thermocline([...at, 'stats']);
    return /SAVED EUR/.test(stdout) ? stdout : undefined;
  });
  // 300 cold pages are in tier 0 and save nothing; the 100 hot ones were in tier 1 for less than a minute.
  assert.match(priced, /default .* (-?0\.00)$/m);

  for (const [args, says] of [
    [['--by', 'rack'], /^USAGE: --by: got "rack"; expected class, host, revision, rule, or label=NAME/],
    [['--window', '2d'], /^USAGE: --window: got "2d"; expected a duration from 25s to 24h/],
  ] as const) {
    const { status, stderr } = await thermocline([...at, 'stats', ...args]);
    assert.deepEqual([status, says.test(stderr)], [2, true], stderr);
  }
});
