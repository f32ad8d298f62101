import { ThermoclineError } from '../runtime/errors.js';

/** A watcher that falls this far behind is cut off, rather than held in memory for as long as it likes. */
const MAX_BEHIND = 10_000;

/** What `subscribe` calls back with, as an async iterable from this moment on, until the signal aborts. */
export function changes<T>(
  subscribe: (callback: (item: T) => void) => () => void,
  signal: AbortSignal,
): AsyncIterable<T> {
  const queue: T[] = [];
  let wake: () => void = () => undefined;
  const unsubscribe = subscribe((item) => {
    if (queue.length <= MAX_BEHIND) queue.push(item);
    wake();
  });
  signal.addEventListener('abort', () => {
    unsubscribe();
    wake();
  });
  return {
    async *[Symbol.asyncIterator]() {
      try {
        while (!signal.aborted) {
          if (queue.length > MAX_BEHIND) {
            throw new ThermoclineError('RPC_TOO_SLOW', `the watcher is ${MAX_BEHIND} changes behind; watch again`);
          }
          const item = queue.shift();
          if (item !== undefined) yield item;
          else await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        unsubscribe();
      }
    },
  };
}
