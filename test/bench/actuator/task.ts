/** What a guest is to measure, handed to it as one JSON argument, and what it says: a JSON object a line. */

/** Nodes of the guest: 0 has the CPUs and is fast. */
export const FAST_NODE = 0;
export const SLOW_NODE = 1;

export interface GuestTask {
  /** The directory of actuator.yaml and of the key that plans are signed with. */
  readonly stackDir: string;
  readonly natsUrl: string;
  readonly actuatorAddress: string;
  readonly metricsAddress: string;
  /** The program of test/bench/c/migrate.c. */
  readonly migrate: string;
  readonly scene: MigrateScene | CpuScene | RateScene | CrashScene;
}

/** C loop and actuator in turn, there and back, `pairs` times. */
export interface MigrateScene {
  readonly kind: 'migrate';
  readonly mib: number;
  readonly pairs: number;
  /** `whole`: an actuator process that gets signed plans over NATS. `bare`: its mover alone, without guard and journal. */
  readonly way: 'whole' | 'bare';
  /** Batches side by side, as the actuator's `parallelBatches`. */
  readonly parallel: number;
}

/** Plans of `mib` each, there and back, `pairs` times after as many to warm up. */
export interface CpuScene {
  readonly kind: 'cpu';
  readonly mib: number;
  readonly pairs: number;
}

/** Plans wait for `seconds`, under a limit of so many bytes a second. */
export interface RateScene {
  readonly kind: 'rate';
  readonly mib: number;
  readonly bytesPerSecond: number;
  readonly seconds: number;
}

/** The actuator is killed once in each of so many plans, under a limit that makes a plan last. */
export interface CrashScene {
  readonly kind: 'crash';
  readonly mib: number;
  readonly bytesPerSecond: number;
  readonly kills: number;
}

export type GuestLine =
  | { readonly event: 'pair'; readonly cSeconds: number; readonly seconds: number; readonly pages: number }
  /** CPU of one of the actuator's processes while pages moved, seconds. */
  | { readonly event: 'cpu'; readonly process: string; readonly user: number; readonly system: number }
  /** p99 of the event loop's delay, in ms: of the actuator while it moved, and of an idle Node. */
  | { readonly event: 'delay'; readonly p99Ms: number; readonly idleP99Ms: number }
  /** A plan in which the actuator was killed `atMs` after it was sent; pages, and how many outcomes it had at the end. */
  | {
      readonly event: 'crash';
      readonly atMs: number;
      readonly pages: number;
      readonly onTarget: number;
      /** What pgmigrate_success grew by. */
      readonly migrated: number;
      readonly toldMoved: number;
      readonly outcomes: number;
    }
  | { readonly event: 'moved'; readonly completedMs: number; readonly bytes: number }
  | { readonly event: 'failed'; readonly message: string }
  | { readonly event: 'end' };
