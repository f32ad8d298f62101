import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalControl as LocalControlMessage } from '../contract/gen/thermocline/v1/LocalControl.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { HeldBack } from './control.js';
import { boundsOf, type Limits } from './limits.js';
import type { RateBounds } from './rates.js';

const NAME = 'local-control.json';

/** What people at this host have said; it holds until they take it back. */
export interface LocalOrders {
  readonly pause: boolean;
  readonly stop: boolean;
  readonly dryRun: boolean;
  readonly limits: Limits;
  /** Who said the last of it, as the transport proves it; empty before the first. */
  readonly by: string;
  readonly atUnixMs: number;
}

const NO_ORDERS: LocalOrders = { pause: false, stop: false, dryRun: false, limits: {}, by: '', atUnixMs: 0 };

/** The orders of this host's people, kept in the state directory, so that a restart does not lift them. */
export class LocalControl {
  private current: LocalOrders;

  constructor(
    private readonly stateDir: string,
    private readonly pageSize: number,
    private readonly changed: (orders: LocalOrders) => void = () => undefined,
  ) {
    this.current = readOrders(stateDir);
  }

  get orders(): LocalOrders {
    return this.current;
  }

  /** Takes an order. It holds once it is on the disk. Throws STATE_UNWRITABLE, and then all is as before. */
  order(change: Partial<Omit<LocalOrders, 'by' | 'atUnixMs'>>, by: string, unixMs: number): LocalOrders {
    const next: LocalOrders = { ...this.current, ...change, by, atUnixMs: unixMs };
    writeOrders(this.stateDir, next);
    this.current = next;
    this.changed(next);
    return next;
  }

  heldBack(): HeldBack | undefined {
    if (this.current.stop) return 'stopped-here';
    return this.current.pause ? 'paused-here' : undefined;
  }

  /** Bounds in bytes a second; those in pages are the same thing in other words. */
  bounds(): Partial<RateBounds> {
    return boundsOf(this.current.limits, this.pageSize);
  }
}

/** The orders as people read them over gRPC. */
export function ordersMessage({ pause, stop, dryRun, limits, by, atUnixMs }: LocalOrders): LocalControlMessage {
  return {
    pause,
    stop,
    dryRun,
    limits,
    by,
    atUnixMs,
  };
}

function readOrders(stateDir: string): LocalOrders {
  const path = join(stateDir, NAME);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NO_ORDERS;
    throw error;
  }
  try {
    const read = JSON.parse(text) as Partial<LocalOrders>;
    if (typeof read.pause === 'boolean' && typeof read.stop === 'boolean') return { ...NO_ORDERS, ...read };
  } catch {
    // Said below: whatever it holds, it is not what was written.
  }
  // Going on as if nobody had stopped anything would move pages against somebody's word.
  throw new ThermoclineError('STATE_CORRUPT', `${path} does not hold orders; remove it to begin without any`);
}

/** Replaces the file in one step, so that a crash leaves the old orders or the new ones. */
function writeOrders(stateDir: string, orders: LocalOrders): void {
  const path = join(stateDir, NAME);
  try {
    mkdirSync(stateDir, { recursive: true });
    writeFileSync(`${path}.new`, JSON.stringify(orders), { mode: 0o640, flush: true });
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw new ThermoclineError('STATE_UNWRITABLE', `${path}: ${(error as Error).message}`, { cause: error });
  }
}
