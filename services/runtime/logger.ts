import pino from 'pino';

/** What rooms ask of a logger; pino fits. Fields first, then a sentence. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** JSON lines on stderr, written at once: a crash loses none, and no worker thread stands beside the FFI. */
export function createLogger(service: string, level: LogLevel, fields: Record<string, string> = {}): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: { service, pid: process.pid, ...fields },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  };
  return pino(options, pino.destination({ dest: 2, sync: true }));
}
