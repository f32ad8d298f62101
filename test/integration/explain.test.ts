/** Why pages move, asked of a real brain by the real command. The host has a hot run at page 1000 and a cold one at 5000. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { brainStage, eventually } from './brainStage.js';
import { thermocline } from './commandLine.js';

const POLICY = 'coldAge: 3s, hotRate: 0.5, residence: 60s, dataMaxAge: 60s';
const PAGE = 4096;

test('a plan is explained as a whole, and page by page with what is of then and what of now', async (t) => {
  const { address, host, trusted } = await brainStage(t, { policy: POLICY });
  const at = ['--server', address];
  await eventually(async () => ((await thermocline([...at, 'status'])).status === 0 ? true : undefined));
  const plan = await host.nextPlan(trusted, () => host.window(2));
  const explain = async (...args: string[]): Promise<string> => {
    const { stdout, stderr, status } = await thermocline([...at, 'plans', 'explain', plan.planId, ...args]);
    assert.equal(status, 0, stderr);
    return stdout;
  };

  const whole = await explain();
  assert.match(whole, /Budget: +64Mi\/s for 0\.2s: 13Mi/);
  // Of 1 GiB a twentieth is headroom; 100,000 pages are free on node 0, and 100 come to it.
  assert.match(whole, /NODE +TIER +HEADROOM +ROOM BEFORE +ROOM AFTER\n +0 +0 +51Mi +339Mi +339Mi/);
  assert.match(whole, /default +hot-rate +promotion +1 +400Ki/);
  assert.match(whole, /hot-rate 0\.5, cold-age 3, heat-least 1, heat-most 1/);

  const waits = await explain('--run', '77:1050');
  assert.match(waits, /Then: recorded when the plan was made\n.*\n +Run: +0x3e8000-0x44c000 \(400Ki\)/);
  assert.match(waits, /Move: +promotion from node 1 to node 0/);
  assert.match(waits, /Became: +not told of yet/);
  assert.match(waits, /Now: by the plan that would be made at this moment/);
  assert.match(waits, /NO +in-plan: /, 'it is in a plan already');

  await host.carryOut(plan);
  await eventually(async () => (/Became: +moved/.test(await explain('--run', '77:0x3e8000')) ? true : undefined));
  const cold = await explain('--run', '77:5000');
  assert.match(cold, /page 5000 is not among its moves, and nothing was recorded of it/);
});

test('why asks for a page by address, and says what it met', async (t) => {
  const { address, host } = await brainStage(t, { policy: `${POLICY}, bytesPerSecondPerHost: 4KiB` });
  const at = ['--server', address];
  await eventually(async () => ((await thermocline([...at, 'status'])).status === 0 ? true : undefined));
  await host.window(2);
  const why = async (...args: string[]) => await thermocline([...at, 'why', host.hostId, ...args]);
  const hot = await eventually(async () => {
    const answer = await why('77', (1000 * PAGE).toString(16));
    return answer.status === 0 ? answer : undefined;
  });
  assert.match(hot.stdout, /Heat: +1\.000/);
  assert.match(hot.stdout, /NO +budget: 4096 bytes\/s for 0\.2 s/);
  assert.match(hot.stdout, /stays: /);

  const json = await why('--space', 'process:77:5:1234:9', '0x3e8000', '-o', 'json');
  const { present } = JSON.parse(json.stdout);
  assert.deepEqual([present.page, present.spaceKey, present.node], ['1000', 'process:77:5:1234:9', 1]);

  const unseen = await why('77', 'ffff000');
  assert.match(unseen.stderr, /^RPC_NOT_FOUND: page 65535 of process:77:5:1234:9 was not seen on host scripted-host/);
  for (const [args, says] of [
    [['77'], /^USAGE: why <host> <pid> <address>/],
    [['77', 'heap'], /^USAGE: address: got "heap"; expected hexadecimal/],
    [['all', '1000'], /^USAGE: space: got "all"; expected a pid, or a key/],
  ] as const) {
    const { status, stderr } = await why(...args);
    assert.deepEqual([status, says.test(stderr)], [2, true], stderr);
  }
});
