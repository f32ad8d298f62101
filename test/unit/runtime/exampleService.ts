import * as z from 'zod';
import { duration, logSection } from '../../../services/runtime/configTypes.js';
import { ThermoclineError } from '../../../services/runtime/errors.js';
import { runService } from '../../../services/runtime/lifecycle.js';

/** A service to be run as a process of its own: it does what its configuration says, and tells of it on standard output. */
const schema = z.strictObject({
  log: logSection.prefault({}),
  every: duration.prefault('1s'),
  outcome: z.enum(['stay', 'refuse', 'throw', 'reject', 'fail']).default('stay'),
  closing: z.enum(['fine', 'throws']).default('fine'),
});

const say = (text: string): void => void process.stdout.write(`${text}\n`);

await runService({
  name: 'example',
  schema,
  start: async ({ config, closers, fail, onReload }) => {
    const timer = setInterval(() => undefined, 1000);
    closers.add('first', () => {
      clearInterval(timer);
      say('first closed');
    });
    closers.add('second', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      say('second closed');
      if (config.closing === 'throws') throw new Error('the second does not close');
    });
    onReload(({ every }) => say(`every ${every} ms`));
    if (config.outcome === 'refuse') throw new ThermoclineError('NATS_UNREACHABLE', 'nobody is there');
    if (config.outcome === 'throw')
      setImmediate(() => {
        throw new Error('a fault');
      });
    if (config.outcome === 'reject')
      void Promise.reject(new ThermoclineError('KEY_INVALID', 'no key', { exitCode: 2 }));
    if (config.outcome === 'fail') fail(new ThermoclineError('CHILD_FAILED', 'the child is gone'));
    say('started');
  },
  actions: { 'say-every': ({ every }) => say(String(every)) },
});
