import type { Command } from 'commander';
import { readAccess } from '../backtest/accessStreams.js';
import type { TraceMessage } from '../backtest/crew.js';
import { readTrace, writeTrace } from '../backtest/trace.js';
import { connectBus } from '../bus/connection.js';
import { accessWindow } from '../contract/accessBatch.js';
import { describe, ThermoclineError } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import { durationOption, listOption, timeOption } from './optionValues.js';

/** Where access batches are read from: a trace file, or the streams. */
export interface SourceOptions {
  readonly trace?: string;
  readonly allowCut?: true;
  readonly nats: string;
  readonly credentials?: string;
  readonly natsCa?: string;
  readonly natsCert?: string;
  readonly natsKey?: string;
  readonly connectTimeout: number;
  readonly from?: number;
  readonly to?: number;
  readonly hosts: string[];
}

export interface OpenSource {
  readonly messages: AsyncIterable<TraceMessage>;
  /** What it rests on, in words. */
  readonly covers: string;
  whyEmpty(): string;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;

export function addSource(command: Command): Command {
  return addNats(command)
    .option('--trace <file>', 'read this trace in place of the streams')
    .option('--allow-cut', 'go by what there is of a trace that was cut off')
    .option(
      '--from <time>',
      'as 2026-03-01T12:00Z, or 24h for as long ago; all there is when left out',
      timeOption('--from'),
    )
    .option('--to <time>', 'the same; until now when left out', timeOption('--to'))
    .option('--hosts <ids>', 'these hosts alone, as a,b,c', listOption, []);
}

function addNats(command: Command): Command {
  return command
    .option('--nats <url>', 'the NATS server that has the streams', 'nats://127.0.0.1:4222')
    .option('--credentials <file>', 'NATS credentials (.creds)')
    .option('--nats-ca <file>', 'authority of the NATS server’s certificate (PEM)')
    .option('--nats-cert <file>', 'own certificate (PEM)')
    .option('--nats-key <file>', 'key of the own certificate (PEM)')
    .option('--connect-timeout <duration>', 'for NATS', durationOption('--connect-timeout'), CONNECT_TIMEOUT_MS);
}

/** Throws what opening a trace or a connection throws, and USAGE for options that do not go together. */
export async function openSource(options: SourceOptions): Promise<OpenSource> {
  const { from = 0, to = Number.POSITIVE_INFINITY, hosts, trace } = options;
  if (from >= to) throw new ThermoclineError('USAGE', '--from is not before --to');
  const whyEmpty = (): string =>
    `no access batch${hosts.length > 0 ? ` of ${hosts.join(', ')}` : ''} in what was asked for`;
  if (trace !== undefined) {
    const wanted = new Set(hosts);
    const isWanted = ({ hostId, bytes }: TraceMessage): boolean =>
      (wanted.size === 0 || wanted.has(hostId)) && isWithin(bytes, from, to);
    const messages = chosen(uncut(trace, options.allowCut === true), isWanted);
    return { messages, covers: `trace ${trace}`, whyEmpty, close: async () => undefined };
  }
  const { nats, credentials, natsCa: ca, natsCert: cert, natsKey: key, connectTimeout } = options;
  const isTls = ca !== undefined && cert !== undefined && key !== undefined;
  if (!isTls && (ca ?? cert ?? key) !== undefined) {
    throw new ThermoclineError('USAGE', '--nats-ca, --nats-cert and --nats-key go together');
  }
  const section = {
    servers: nats.split(','),
    connectTimeout,
    ...(isTls ? { tls: { ca, cert, key } } : {}),
    ...(credentials === undefined ? {} : { credentials }),
  };
  const bus = await connectBus(section, 'ctl', stderrLogger);
  try {
    const { covers, messages } = await readAccess(bus, { fromUnixMs: from, toUnixMs: to, hosts });
    return { messages, covers, whyEmpty: () => `${whyEmpty()}: ${covers}`, close: () => bus.close() };
  } catch (error) {
    await bus.close();
    throw error;
  }
}

/** Whether a window ended in a stretch of time. */
function isWithin(bytes: Uint8Array, fromUnixMs: number, toUnixMs: number): boolean {
  if (fromUnixMs === 0 && toUnixMs === Number.POSITIVE_INFINITY) return true;
  try {
    const { endUnixMs } = accessWindow(bytes);
    return endUnixMs >= fromUnixMs && endUnixMs <= toUnixMs;
  } catch {
    return true; // Who reads it counts what cannot be read.
  }
}

/** A source that may be read many times over. */
export interface KeptSource extends Pick<OpenSource, 'covers' | 'whyEmpty'> {
  readonly read: () => AsyncIterable<TraceMessage>;
}

/** What is asked for as a trace that stays: of the streams, what is oldest goes meanwhile. `file`: where it is put. */
export async function keptSource(options: SourceOptions, file: string): Promise<KeptSource> {
  const { hosts, allowCut, from, to, trace } = options;
  const source = await openSource(options);
  const { covers } = source;
  const whyEmpty = (): string => source.whyEmpty();
  try {
    const isWhole = hosts.length === 0 && allowCut !== true && (from ?? to) === undefined;
    if (trace !== undefined && isWhole) return { read: () => readTrace(trace), covers, whyEmpty };
    process.stderr.write(`reading ${covers}\n`);
    await writeTrace(file, { source: covers, createdUnixMs: Date.now() }, source.messages);
    return { read: () => readTrace(file), covers, whyEmpty };
  } finally {
    await source.close();
  }
}

/** Messages of a trace; one that was cut off ends in order where that is allowed, and says so on stderr. */
async function* uncut(file: string, allowCut: boolean): AsyncGenerator<TraceMessage> {
  try {
    yield* readTrace(file);
  } catch (error) {
    if (!allowCut || !(error instanceof ThermoclineError) || error.code !== 'TRACE_CUT') throw error;
    process.stderr.write(`${describe(error)}; going by these\n`);
  }
}

async function* chosen(
  messages: AsyncIterable<TraceMessage>,
  isWanted: (message: TraceMessage) => boolean,
): AsyncGenerator<TraceMessage> {
  for await (const message of messages) if (isWanted(message)) yield message;
}

const say = (fields: object, message: string): void => {
  process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);
};
const stderrLogger: Logger = { debug: () => undefined, info: () => undefined, warn: say, error: say };
