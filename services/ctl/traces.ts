import type { Command } from 'commander';
import type { TraceMessage } from '../backtest/crew.js';
import { readDamo } from '../backtest/damo.js';
import { damoBatches } from '../backtest/damoBatches.js';
import { readTrace, type TraceHeader, writeTrace } from '../backtest/trace.js';
import { codec } from '../contract/schema.js';
import { describe, ThermoclineError } from '../runtime/errors.js';
import { facts } from './columns.js';
import { FORMAT_VERSION } from './document.js';
import { globalsOf } from './globals.js';
import { amountOption, timeOption } from './optionValues.js';
import type { Screen } from './screen.js';
import { addSource, openSource, type SourceOptions } from './traceSource.js';

/** `thermocline trace …`: access batches in files. */
export function addTraces(program: Command, screen: Screen): void {
  const trace = program.command('trace').description('access batches in files: docs/trace.md');
  addExport(trace, screen);
  addImport(trace, screen);
  addInfo(trace, screen);
}

function addExport(trace: Command, screen: Screen): void {
  const command = trace
    .command('export <file>')
    .description('writes what the streams, or another trace, have of a time');
  addSource(command).action(async (file: string, options: SourceOptions) => {
    const source = await openSource(options);
    try {
      const header = { source: source.covers, createdUnixMs: Date.now() };
      const batches = await writeTrace(file, header, source.messages);
      if (batches === 0) process.stderr.write(`${source.whyEmpty()}\n`);
      screen.lines([`${file}: ${batches} batches, from ${source.covers}`]);
    } finally {
      await source.close();
    }
  });
}

interface ImportOptions {
  readonly fast: number;
  readonly slow: number;
  readonly asHost: string;
  readonly command: string;
  readonly zero: number;
}

function addImport(trace: Command, screen: Screen): void {
  trace
    .command('import <record> <file>')
    .description('makes a trace of a record of damo (JSON, plain or compressed)')
    .requiredOption('--fast <size>', 'fast memory that the host is taken to have', amountOption('--fast'))
    .requiredOption('--slow <size>', 'slow memory that it is taken to have', amountOption('--slow'))
    .option('--as-host <id>', 'the host that it is taken for', 'damo')
    .option('--command <line>', 'the command line that classes select by', 'damo')
    .option('--zero <time>', 'when the clock of the record began', timeOption('--zero'), 0)
    .action(async (record: string, file: string, options: ImportOptions) => {
      const { fast, slow, asHost, command, zero } = options;
      const host = { hostId: asHost, command, fastBytes: fast, slowBytes: slow, zeroUnixMs: zero };
      const messages = damoBatches(readDamo(record), host);
      const header = { source: `damo record ${record}`, createdUnixMs: Date.now() };
      const batches = await writeTrace(
        file,
        header,
        (async function* () {
          yield* messages;
        })(),
      );
      screen.lines([`${file}: ${batches} batches, from ${header.source}`]);
    });
}

/** What a trace holds. */
interface TraceSummary {
  readonly version: 1;
  readonly header: TraceHeader | undefined;
  readonly batches: number;
  readonly bytes: number;
  readonly hosts: readonly string[];
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  /** Whether its end is there. */
  readonly isWhole: boolean;
}

function addInfo(trace: Command, screen: Screen): void {
  trace
    .command('info <file>')
    .description('what a trace holds, and whether it is whole')
    .action(async (file: string, _options: object, self: Command) => {
      const { format } = globalsOf(self, screen);
      const { summary, error } = await summaryOf(file);
      if (format === 'json' || format === 'yaml')
        screen.document(format, { formatVersion: FORMAT_VERSION, ...summary });
      else screen.lines(summaryLines(summary));
      if (error) throw error;
    });
}

async function summaryOf(file: string): Promise<{ summary: TraceSummary; error: ThermoclineError | undefined }> {
  const batchCodec = codec('AccessBatch');
  const hosts = new Set<string>();
  let header: TraceHeader | undefined;
  let [batches, bytes, fromUnixMs, toUnixMs] = [0, 0, Number.POSITIVE_INFINITY, 0];
  let error: ThermoclineError | undefined;
  const take = (message: TraceMessage): void => {
    batches++;
    bytes += message.bytes.length;
    hosts.add(message.hostId);
    const { window } = batchCodec.decode(message.bytes);
    fromUnixMs = Math.min(fromUnixMs, Number(window?.startUnixMs ?? 0));
    toUnixMs = Math.max(toUnixMs, Number(window?.endUnixMs ?? 0));
  };
  try {
    for await (const message of readTrace(file, (read) => (header = read))) take(message);
  } catch (thrown) {
    if (thrown instanceof ThermoclineError && thrown.code === 'TRACE_CUT') error = thrown;
    else if (thrown instanceof ThermoclineError) throw thrown;
    else
      throw new ThermoclineError('TRACE_UNREADABLE', `${file}: batch ${batches}: ${describe(thrown)}`, {
        cause: thrown,
      });
  }
  const summary = {
    version: 1 as const,
    header,
    batches,
    bytes,
    hosts: [...hosts].sort(),
    fromUnixMs,
    toUnixMs,
    isWhole: !error,
  };
  return { summary, error };
}

function summaryLines({ header, batches, bytes, hosts, fromUnixMs, toUnixMs, isWhole }: TraceSummary): string[] {
  const time = batches > 0 ? `${new Date(fromUnixMs).toISOString()} to ${new Date(toUnixMs).toISOString()}` : undefined;
  return facts([
    ['From', header?.source],
    ['Batches', `${batches}, ${bytes} bytes unpacked`],
    ['Hosts', `${hosts.length}: ${hosts.slice(0, 5).join(', ')}${hosts.length > 5 ? ', …' : ''}`],
    ['Time', time],
    ['Whole', isWhole ? 'yes' : 'no, it was cut off'],
  ]);
}
