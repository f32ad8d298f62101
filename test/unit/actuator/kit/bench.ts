import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Actuator } from '../../../../services/actuator/actuator.js';
import type { ActuatorSettings } from '../../../../services/actuator/actuatorParts.js';
import { type Clock, systemClock } from '../../../../services/actuator/clock.js';
import { Journal } from '../../../../services/actuator/journal.js';
import type { LastLook } from '../../../../services/actuator/lastLook.js';
import { Meters } from '../../../../services/actuator/meters.js';
import { MovePages } from '../../../../services/actuator/movePages.js';
import type { Mover } from '../../../../services/actuator/moverPort.js';
import { Movers } from '../../../../services/actuator/movers.js';
import { OwnMapping } from '../../../../services/actuator/ownMapping.js';
import { DEFAULT_PRESSURE } from '../../../../services/actuator/pressure.js';
import { recallMs } from '../../../../services/actuator/resume.js';
import { outcomeCodec } from '../../../../services/actuator/wire.js';
import type { Outcome__Output } from '../../../../services/contract/gen/thermocline/v1/Outcome.js';
import { FakeMachine, type FakeOptions } from '../../../../services/kernel/fake.js';
import type { ProcessIdentity } from '../../../../services/kernel/port.js';
import type { ReclaimPort } from '../../../../services/kernel/reclaimPort.js';
import type { Logger } from '../../../../services/runtime/logger.js';
import { Metrics } from '../../../../services/runtime/metrics.js';
import { BOOT, control, HOST, signedControl, TRUSTED } from './plans.js';

export const SILENT: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export const SETTINGS: Omit<ActuatorSettings, 'stateDir'> = {
  limitBytesPerSecond: 2 ** 40,
  promotionBytesPerSecond: undefined,
  demotionBytesPerSecond: undefined,
  pressure: DEFAULT_PRESSURE,
  controlMaxAge: 60_000,
  headroomShare: 0,
  residence: 0,
  tiers: [[0], [1]],
  batchPages: 64,
  sharedPages: false,
  retries: 2,
  safetyNet: { enabled: false, below: 0.02, until: 0.04, cgroups: [], mostBytes: 2 ** 24 },
  backoff: 1,
  plans: { maxBytes: 2 ** 20, maxPages: 2 ** 20, maxMoves: 2 ** 20, maxWaiting: 8 },
  dryRun: false,
  moveLog: undefined,
};

/** The mover as the child process runs it, in this process and over the fake machine. */
export function nearMover(machine: FakeMachine, clock: Clock = systemClock, width = 1): Mover {
  const calls = new MovePages(machine, clock, (ms) => sleep(ms).then(() => undefined));
  return {
    name: 'move-pages',
    serves: ['process'],
    width,
    probe: () => Promise.resolve({ works: true, code: undefined, text: '' }),
    survey: (request) => Promise.resolve(calls.survey(request)),
    move: (batch) => calls.move(batch),
    close: () => Promise.resolve(calls.close()),
  };
}

/** The mover of files likewise: the fake machine's own process maps them. */
export function nearOwnMapping(machine: FakeMachine, clock: Clock = systemClock): Mover {
  const calls = new OwnMapping(machine, clock, (ms) => sleep(ms).then(() => undefined), machine.self);
  return {
    name: 'own-mapping',
    serves: ['file'],
    width: 1,
    probe: () => Promise.resolve(calls.probe()),
    survey: (request) => Promise.resolve(calls.survey(request)),
    move: (batch) => calls.move(batch),
    close: () => Promise.resolve(calls.close()),
  };
}

/** Gone when this process is. */
export function newStateDir(): string {
  const directory = mkdtempSync(join(tmpdir(), 'actuator-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export interface BenchOptions {
  readonly machine?: FakeMachine;
  readonly stateDir?: string;
  readonly settings?: Partial<ActuatorSettings>;
  readonly clock?: Clock;
  readonly mover?: (machine: FakeMachine, clock: Clock) => Mover;
  readonly lastLook?: LastLook;
  readonly reclaim?: ReclaimPort;
  /** In place of `mover`. */
  readonly movers?: Movers;
}

/** An actuator over the fake machine, with what it publishes at hand. */
export class Bench {
  /** Those not closed yet: a test that fails leaves its own behind. */
  private static readonly open = new Set<Bench>();
  readonly machine: FakeMachine;
  readonly stateDir: string;
  readonly journal: Journal;
  readonly actuator: Actuator;
  readonly meters: Meters;
  readonly published: Outcome__Output[] = [];
  private heard = 0;

  constructor(options: BenchOptions = {}) {
    const clock = options.clock ?? systemClock;
    this.machine = options.machine ?? machineOf();
    this.stateDir = options.stateDir ?? newStateDir();
    const settings = { ...SETTINGS, stateDir: this.stateDir, ...options.settings };
    const bounds = { keepMs: 86_400_000, maxBytes: 2 ** 28, recallMs: recallMs(settings.residence) };
    this.journal = new Journal(join(this.stateDir, 'journal.log'), bounds);
    this.meters = new Meters(new Metrics('actuator'), 4096);
    this.actuator = new Actuator({
      hostId: HOST,
      settings,
      kernel: this.machine,
      movers: options.movers ?? Movers.of((options.mover ?? nearMover)(this.machine, clock)),
      ...(options.reclaim && { reclaim: options.reclaim }),
      ...(options.lastLook && { lastLook: options.lastLook }),
      keys: TRUSTED,
      journal: this.journal,
      clock,
      logger: SILENT,
      meters: this.meters,
      publish: (bytes) => {
        this.published.push(outcomeCodec.decode(bytes));
        return Promise.resolve();
      },
      fail: (error) => {
        throw error;
      },
    });
    this.actuator.start();
    Bench.open.add(this);
  }

  static async closeAll(): Promise<void> {
    for (const bench of Bench.open) await bench.close();
  }

  /** A Control of now, so that batches may begin. */
  hear(changes: Parameters<typeof control>[1] = {}): string | undefined {
    this.heard = Math.max(this.heard + 1, this.actuator.control.memory().sequences.host + 1);
    return this.actuator.hear('host', signedControl(control(this.heard, changes, Date.now())));
  }

  send(bytes: Uint8Array): string {
    return this.actuator.intake.receive(bytes).kind;
  }

  /** Waits for the last part of a plan's outcome; at most ten seconds. */
  async outcome(planId: string): Promise<Outcome__Output> {
    const last = () => this.published.find((each) => each.planId === planId && each.state !== 'OUTCOME_STATE_PARTIAL');
    await until(() => last() !== undefined, `an outcome of ${planId}`);
    return last() as Outcome__Output;
  }

  async close(): Promise<void> {
    Bench.open.delete(this);
    await this.actuator.close();
    this.journal.close();
  }
}

export async function until(holds: () => boolean, what: string): Promise<void> {
  for (let looks = 0; !holds(); looks++) {
    if (looks > 1000) throw new Error(`waited in vain for ${what}`);
    await sleep(10);
  }
}

export function machineOf(options: FakeOptions = {}): FakeMachine {
  return new FakeMachine({ bootId: BOOT, ...options });
}

export function identityOf(machine: FakeMachine, pid: number): ProcessIdentity {
  const identity = machine.processes.identity(pid);
  if (!identity) throw new Error(`there is no process ${pid}`);
  return identity;
}
