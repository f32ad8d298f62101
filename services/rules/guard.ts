import { Script } from 'node:vm';

/** Where the guarded call looks for what to do: a script has no arguments. */
const TASK = Symbol.for('thermocline.rules.task');
const script = new Script('globalThis[Symbol.for("thermocline.rules.task")]()', { filename: 'guard' });

/** The time was up: what ran was stopped wherever it was, also within WebAssembly. Its engine is not to be used again. */
export class Overrun extends Error {
  /** `cpuMs`: what this process had of the CPU meanwhile, all of its threads. */
  constructor(readonly cpuMs: number) {
    super();
  }
}

/**
 * Runs a task that is stopped after so many milliseconds wherever it is. QuickJS does not ask its interrupt handler within its
 * own functions, and `Array.prototype.indexOf.call({ length: 2 ** 53 }, 1)` would hold the thread for ever. V8's watchdog
 * (TerminateExecution) ends loops of WebAssembly too. Costs about 0.1 ms for its thread. Throws Overrun, and what the task throws.
 */
export function guarded<T>(task: () => T, timeoutMs: number): T {
  const holder = globalThis as { [TASK]?: () => T };
  holder[TASK] = task;
  const before = process.cpuUsage();
  try {
    return script.runInThisContext({ timeout: Math.ceil(timeoutMs) }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException | undefined)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      const { user, system } = process.cpuUsage(before);
      throw new Overrun((user + system) / 1000);
    }
    throw error;
  } finally {
    delete holder[TASK];
  }
}
