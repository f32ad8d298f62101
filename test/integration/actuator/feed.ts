import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { outcomeCodec } from '../../../services/actuator/wire.js';
import type { Outcome__Output } from '../../../services/contract/gen/thermocline/v1/Outcome.js';
import { newStateDir } from '../../unit/actuator/kit/bench.js';
import { control, moves, PUBLIC_PEM, plan, signed, signedControl } from '../../unit/actuator/kit/plans.js';
import { TARGET } from './target.js';

export const PAGES_A_PLAN = 300;
/** What is left after the last kill has to be done within this. */
const FINISH_MS = 90_000;

/** The bus as the actuator sees it: plans come again until they are acknowledged. */
export class Feed {
  readonly stateDir = newStateDir();
  readonly world = join(this.stateDir, 'world');
  private readonly waiting = new Map<number, Uint8Array>();
  private child: ChildProcess | undefined;
  private controls = 0;

  constructor(readonly plans: number) {
    // Every page begins on node 1, never moved.
    writeFileSync(this.world, Buffer.alloc(plans * PAGES_A_PLAN, 1));
    for (let i = 0; i < plans; i++) {
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

  /** Kills it so often at random moments of its plans, then lets it finish and ends it. Throws when it does not finish. */
  async killed(times: number): Promise<void> {
    for (let kill = 0; kill < times; kill++) {
      await this.start();
      await sleep(1 + Math.random() * 90);
      await this.kill();
    }
    await this.start();
    const end = performance.now() + FINISH_MS;
    while (this.outcomes().length < this.plans) {
      if (performance.now() > end) throw new Error(`${this.outcomes().length} outcomes of ${this.plans} plans`);
      await sleep(50);
    }
    await this.kill();
  }

  /** What was published, once for each message id. */
  outcomes(): Outcome__Output[] {
    const path = join(this.stateDir, 'published');
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
    const byId = new Map(lines.map((line) => line.split(' ') as [string, string]));
    return [...byId.values()].map((text) => outcomeCodec.decode(Buffer.from(text, 'base64')));
  }

  /** Of each page, how often it was moved. */
  moveCounts(): number[] {
    return [...readFileSync(this.world)].map((byte) => byte >> 1);
  }

  /** Of each page, the node that it is on. */
  nodes(): number[] {
    return [...readFileSync(this.world)].map((byte) => byte & 1);
  }
}
