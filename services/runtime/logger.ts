import pino from 'pino';
import type { LogSection } from './configTypes.js';

/** What rooms ask of a logger; pino fits. Fields first, then a sentence. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export type LogLevel = LogSection['level'];

/** A logger whose level a reload may change. */
export interface ServiceLogger extends Logger {
  level: string;
}

const STDERR = 2;

/**
 * JSON lines on stderr, written at once: a crash loses none, and no worker thread stands beside the FFI. `format: pretty`
 * holds where stderr is a terminal and pino-pretty is installed, and runs in this thread too.
 */
export async function openLogger(
  service: string,
  section: LogSection,
  fields: Readonly<Record<string, string>> = {},
): Promise<ServiceLogger> {
  const options: pino.LoggerOptions = {
    level: section.level,
    base: { service, pid: process.pid, ...fields },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  };
  const pretty = section.format === 'pretty' && process.stderr.isTTY ? await prettyStream() : undefined;
  return pino(options, pretty ?? pino.destination({ dest: STDERR, sync: true }));
}

async function prettyStream(): Promise<pino.DestinationStream | undefined> {
  try {
    const { default: pretty } = await import('pino-pretty');
    const colorize = !process.env['NO_COLOR'];
    return pretty({ destination: STDERR, sync: true, colorize, ignore: 'pid,service' });
  } catch {
    return undefined;
  }
}
