import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { checkoutRoot } from '../lab/guest.js';
import { exampleOutcome, examplePlan, type PlanServer, servePlans } from './planServer.js';

/** A client in another language, which shares nothing with this project but the .proto files, or not even these. */

const CLIENT = join(checkoutRoot(), 'test/integration/foreign/plans_client.py');
/** Debian's: the packages it uses are Debian's as well. */
const PYTHON = '/usr/bin/python3';
const LIMIT_MS = 60_000;
/** The client compiles .proto files with protoc where there is one, else with the buf of this project. */
const PATH = `${process.env['PATH']}:${join(checkoutRoot(), 'node_modules/.bin')}`;

interface Answer {
  readonly status: number | null;
  readonly lines: readonly Record<string, unknown>[];
  readonly stderr: string;
}

function ask(
  address: string,
  args: readonly string[],
  onLine: (line: string) => void = () => undefined,
): Promise<Answer> {
  const child = spawn(PYTHON, [CLIENT, address, ...args], {
    env: { ...process.env, PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  let stdout = '';
  let stderr = '';
  let told = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    const whole = stdout.split('\n').slice(0, -1);
    for (const line of whole.slice(told)) onLine(line);
    told = whole.length;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(timer);
      const lines = stdout.split('\n').slice(0, -1);
      resolve({ status, stderr, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) });
    });
  });
}

async function served(t: TestContext): Promise<PlanServer> {
  const fleet = { file: 'fleet_service', name: 'FleetService', methods: {} } as const;
  const server = await servePlans(t, {}, [fleet]);
  server.plans.add(examplePlan('p1'));
  server.plans.add(examplePlan('p2', 'host-b'));
  server.plans.settle(exampleOutcome('p2'));
  return server;
}

const SOURCES: readonly (readonly [string, readonly string[]])[] = [
  ['the .proto files', ['--from-proto', join(checkoutRoot(), 'proto')]],
  ['reflection', ['--from-reflection']],
];

for (const [name, source] of SOURCES) {
  test(`a Python client that knows ${name} lists plans`, async (t) => {
    const { address } = await served(t);
    const { status, lines, stderr } = await ask(address, ['list', ...source]);
    assert.deepEqual([status, stderr], [0, '']);
    assert.deepEqual(
      lines.map(({ planId, hostId, state, promotedPagesPlanned }) => [planId, hostId, state, promotedPagesPlanned]),
      [
        ['p2', 'host-b', 'PLAN_STATE_COMPLETED', '80'],
        ['p1', 'host-a', 'PLAN_STATE_PUBLISHED', '80'],
      ],
    );
  });

  test(`a Python client that knows ${name} shows a plan, its moves and its outcome`, async (t) => {
    const { address } = await served(t);
    const { status, lines, stderr } = await ask(address, ['show', 'p2', ...source]);
    assert.deepEqual([status, stderr], [0, '']);
    const { plan, outcome, moves } = lines[0] as { plan: Record<string, unknown>; outcome: object; moves: object };
    assert.equal(plan['fencingToken'], '12');
    assert.deepEqual(moves, [
      { pid: 4242, address: '0x1000000', pages: 256, to: 1, heat: 0, rule: 'cold-age' },
      { pid: 4242, address: '0x9000000', pages: 512, to: 1, heat: 0, rule: 'cold-age' },
      { pid: 4242, address: '0x7f0000000', pages: 64, to: 0, heat: 204, rule: 'hot-rate' },
      { pid: null, address: '0x10000', pages: 16, to: 0, heat: 255, rule: 'hot-rate' },
    ]);
    const { totals } = outcome as { totals: Record<string, unknown> };
    assert.deepEqual(totals['pagesFailed'], { ENOMEM: '16' }, 'maps are maps');
    assert.deepEqual(totals['pagesSkipped'], { residence: '32' });
  });

  test(`a Python client that knows ${name} watches plans`, async (t) => {
    const { address, plans } = await served(t);
    const { status, lines, stderr } = await ask(address, ['watch', '4', ...source], (line) => {
      if (!line.includes('"p2"')) return;
      plans.add(examplePlan('p3'));
      plans.settle(exampleOutcome('p1'));
    });
    assert.deepEqual([status, stderr], [0, '']);
    assert.deepEqual(
      lines.map(({ planId, state }) => `${planId} ${state}`),
      ['p1 PLAN_STATE_PUBLISHED', 'p2 PLAN_STATE_COMPLETED', 'p3 PLAN_STATE_PUBLISHED', 'p1 PLAN_STATE_COMPLETED'],
    );
  });

  test(`a Python client that knows ${name} is told of a plan that is not there`, async (t) => {
    const { address } = await served(t);
    const { status, stderr } = await ask(address, ['show', 'p9', ...source]);
    assert.equal(status, 1);
    assert.match(stderr, /^NOT_FOUND: RPC_NOT_FOUND: no plan "p9" is kept here/);
  });
}
