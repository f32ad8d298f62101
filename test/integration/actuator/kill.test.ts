import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { outcomeCodec } from '../../../services/actuator/wire.js';
import type { Outcome__Output } from '../../../services/contract/gen/thermocline/v1/Outcome.js';
import { newStateDir, until } from '../../unit/actuator/kit/bench.js';
import { control, moves, PUBLIC_PEM, plan, signed, signedControl } from '../../unit/actuator/kit/plans.js';
import { TARGET } from './target.js';

const KILLS = 20;
const PLANS = 40;
const PAGES_A_PLAN = 300;

/** The bus as the actuator sees it: plans come again until they are acknowledged. */
class Feed {
  readonly stateDir = newStateDir();
  readonly world = join(this.stateDir, 'world');
  private readonly waiting = new Map<number, Uint8Array>();
  private child: ChildProcess | undefined;
  private controls = 0;

  constructor() {
    // Every page begins on node 1, never moved.
    writeFileSync(this.world, Buffer.alloc(PLANS * PAGES_A_PLAN, 1));
    for (let i = 0; i < PLANS; i++) {
      const space = moves({ target: TARGET, from: 1, to: 0, ranges: [[i * PAGES_A_PLAN, PAGES_A_PLAN]] });
      this.waiting.set(i + 1, signed(plan(i + 1, [space])));
    }
  }

  async start(): Promise<void> {
    const program = fileURLToPath(new URL('./victim.js', import.meta.url));
    const child = fork(program, [this.stateDir, this.world, PUBLIC_PEM], { serialization: 'advanced' });
    this.child = child;
    const ready = new Promise<void>((resolve, reject) => {
      child.once('exit', (code, signal) => reject(new Error(`ended before it was ready: ${code ?? signal}`)));
      child.on('message', (message: { ready?: boolean; acknowledged?: number }) => {
        if (message.ready) resolve();
        if (message.acknowledged !== undefined) this.waiting.delete(message.acknowledged);
      });
    });
    await ready;
    child.send({ kind: 'control', id: 0, bytes: signedControl(control(++this.controls, {}, Date.now())) });
    for (const [id, bytes] of this.waiting) child.send({ kind: 'plan', id, bytes });
  }

  async kill(): Promise<void> {
    const child = this.child as ChildProcess;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await gone;
  }

  /** What was published, once for each message id. */
  outcomes(): Outcome__Output[] {
    const path = join(this.stateDir, 'published');
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
    const byId = new Map(lines.map((line) => line.split(' ') as [string, string]));
    return [...byId.values()].map((text) => outcomeCodec.decode(Buffer.from(text, 'base64')));
  }

  moveCounts(): number[] {
    return [...readFileSync(this.world)].map((byte) => byte >> 1);
  }
}

test('killed again and again, it loses no plan and no outcome, and moves no page twice', {
  timeout: 120_000,
}, async () => {
  const feed = new Feed();
  for (let kill = 0; kill < KILLS; kill++) {
    await feed.start();
    await sleep(1 + Math.random() * 90);
    await feed.kill();
  }
  await feed.start();
  await until(() => feed.outcomes().length >= PLANS, 'all outcomes');
  await feed.kill();
  const outcomes = feed.outcomes();
  assert.deepEqual(
    outcomes.map(({ planId }) => planId).sort(),
    Array.from({ length: PLANS }, (_, i) => `plan-${i + 1}`).sort(),
  );
  for (const { planId, totals, state } of outcomes) {
    assert.equal(state, 'OUTCOME_STATE_COMPLETED', planId);
    assert.equal(totals?.pagesMoved, String(PAGES_A_PLAN), `${planId}: ${JSON.stringify(totals)}`);
  }
  assert.ok(feed.moveCounts().every((count) => count === 1));
  assert.equal(new Set(outcomes.map(({ envelope }) => envelope?.sequence)).size, PLANS);
});
