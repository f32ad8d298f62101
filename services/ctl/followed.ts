import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceClient } from '../rpc/client.js';
import { ThermoclineError } from '../runtime/errors.js';
import { type Globals, withService } from './globals.js';

const FIRST_PAUSE_MS = 500;
const MOST_PAUSE_MS = 10_000;

/**
 * Uses a service until `use` has what it is for (undefined: the service ended it before), and begins anew, with pauses that
 * double, where the service goes away meanwhile. A service that was never heard of is an error at once, and so is one that is
 * away for longer than the patience: RPC_UNAVAILABLE. All other errors are thrown as they are.
 */
export async function followed<T>(
  globals: Globals,
  patienceMs: number,
  use: (service: ServiceClient<'RolloutService'>, heard: () => void) => Promise<T | undefined>,
): Promise<T> {
  let heardAt: number | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    const lost = await attempt(globals, (service) =>
      use(service, () => {
        heardAt = performance.now();
        pauseMs = FIRST_PAUSE_MS;
      }),
    );
    if ('value' in lost) return lost.value;
    if (heardAt === undefined || performance.now() + pauseMs - heardAt > patienceMs) throw lost.error;
    process.stderr.write(`${lost.error.message}; watching on when it is back\n`);
    await pause(pauseMs);
    pauseMs = Math.min(MOST_PAUSE_MS, 2 * pauseMs);
  }
}

async function attempt<T>(
  globals: Globals,
  use: (service: ServiceClient<'RolloutService'>) => Promise<T | undefined>,
): Promise<{ readonly value: T } | { readonly error: ThermoclineError }> {
  try {
    const value = await withService('RolloutService', globals, use);
    if (value !== undefined) return { value };
    const says = `${globals.server} ended the watch; is the service stopping?`;
    return { error: new ThermoclineError('RPC_UNAVAILABLE', says) };
  } catch (error) {
    if (error instanceof ThermoclineError && error.code === 'RPC_UNAVAILABLE') return { error };
    throw error;
  }
}
