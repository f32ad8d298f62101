/** The program of a worker thread: one shard, which takes, answers and publishes by messages. */
import { parentPort, workerData } from 'node:worker_threads';
import { compilePolicy, type Policy } from '../core/policy.js';
import type { PolicySpec } from '../core/policySpec.js';
import { describe, ThermoclineError } from '../runtime/errors.js';
import { Metrics } from '../runtime/metrics.js';
import type { OutgoingPlan } from './messages.js';
import { Shard } from './shard.js';
import { answerOf, methodOf, orderOf } from './shardPort.js';
import type { CallMessage, FromWorker, LogLevel, TakenBatch, ToWorker, WorkerStart } from './workerMessages.js';

const port = parentPort;
if (!port) throw new ThermoclineError('INTERNAL', 'shardWorker is no program of its own; the brain starts it');
const start = workerData as WorkerStart;
const post = (message: FromWorker, moved: readonly ArrayBuffer[] = []): void => port.postMessage(message, moved);
const log =
  (level: LogLevel) =>
  (fields: object, text: string): void =>
    post({ type: 'log', level, fields, text });

function compiled(spec: PolicySpec): Policy {
  const result = compilePolicy(spec);
  if ('policy' in result) return result.policy;
  throw new ThermoclineError('INTERNAL', `policy ${spec.name} is not sound: ${JSON.stringify(result.problems)}`);
}

const send =
  (type: 'plan' | 'offer') =>
  (plan: OutgoingPlan): void => {
    // An array of its own: what a view is into would travel whole.
    const bytes = Uint8Array.from(plan.bytes);
    post({ type, plan: { ...plan, bytes } }, [bytes.buffer]);
  };

let policy = compiled(start.policy);
const metrics = new Metrics('brain');
const shard = new Shard(start.options, {
  policy: () => policy,
  key: start.key,
  unixMs: Date.now,
  logger: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
  metrics,
  publish: send('plan'),
  offer: send('offer'),
  withdraw: (planId, reason) => post({ type: 'withdraw', planId, reason }),
  setAside: ({ subject, bytes }, { code, message }) =>
    post({ type: 'aside', taken: { subject, bytes: bytes.slice() }, code, reason: message }),
});

function take({ kinds, subjects, ends, arrived, bytes }: TakenBatch): void {
  let begin = 0;
  kinds.forEach((kind, i) => {
    const end = ends[i] as number;
    const arrivedUnixMs = arrived[i] as number;
    shard.take(kind, { subject: subjects[i] as string, bytes: bytes.subarray(begin, end), arrivedUnixMs });
    begin = end;
  });
  post({ type: 'taken', bytes: bytes.length });
}

const leaving = new Map<number, AbortController>();

async function stream({ id, service, method, request }: CallMessage): Promise<void> {
  const left = new AbortController();
  leaving.set(id, left);
  try {
    for await (const value of methodOf(shard, service, method)(request, left.signal) as AsyncIterable<object>) {
      post({ type: 'item', id, value });
    }
    post({ type: 'end', id });
  } finally {
    leaving.delete(id);
  }
}

async function answer(id: number, value: unknown): Promise<void> {
  post({ type: 'answer', id, value: await value });
}

async function handle(message: ToWorker): Promise<void> {
  if (message.type === 'take') take(message);
  else if (message.type === 'policy') policy = compiled(message.policy);
  else if (message.type === 'order') orderOf(shard, message.name, message.args);
  else if (message.type === 'ask') await answer(message.id, answerOf(shard, message.name, message.args));
  else if (message.type === 'metrics') await answer(message.id, metrics.registry.getMetricsAsJSON());
  else if (message.type === 'leave') leaving.get(message.id)?.abort();
  else if (message.type === 'stream') await stream(message);
  else await answer(message.id, methodOf(shard, message.service, message.method)(message.request));
}

port.on('message', (message: ToWorker) => {
  handle(message).catch((error) => {
    if (!('id' in message)) throw error;
    const code = error instanceof ThermoclineError ? error.code : 'INTERNAL';
    const reason = error instanceof ThermoclineError ? error.message : describe(error);
    post({ type: 'failed', id: message.id, code, reason });
  });
});
