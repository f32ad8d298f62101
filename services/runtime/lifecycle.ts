import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { loadConfig } from './config.js';
import { describe, EXIT, ThermoclineError } from './errors.js';
import { createLogger, type Logger, type LogLevel } from './logger.js';

export const VERSION = '0.1.0';

/** How long an orderly stop may take before the process ends anyway. */
const STOP_DEADLINE_MS = 20_000;

/** What is closed at a stop, last opened first. */
export class Closers {
  private readonly stack: { readonly name: string; readonly close: () => unknown }[] = [];

  add(name: string, close: () => unknown): void {
    this.stack.push({ name, close });
  }

  /** One that fails is logged and does not keep the others open. */
  async closeAll(logger: Logger): Promise<void> {
    for (let next = this.stack.pop(); next; next = this.stack.pop()) {
      try {
        await next.close();
      } catch (error) {
        logger.warn({ error: describe(error) }, `closing ${next.name} failed`);
      }
    }
  }
}

export interface ServiceStart<C> {
  readonly config: C;
  readonly logger: Logger;
  /** Registers what an orderly stop closes. */
  readonly closers: Closers;
  /** Ends the service with this error, in order; for what fails long after the start. */
  readonly fail: (error: unknown) => void;
}

export interface ServiceDefinition<S extends z.ZodType> {
  readonly name: string;
  readonly schema: S;
  /** Starts everything; the process stays up until a signal or `fail`. */
  readonly start: (start: ServiceStart<z.output<S>>) => Promise<void>;
  /** Further flags, each of which does one thing and ends: name → what to do. */
  readonly actions?: Readonly<Record<string, (config: z.output<S>) => Promise<void> | void>>;
}

/**
 * Runs a service: `--config FILE`, `--check-config`, `--print-config`, `--help`; one clear line for what goes wrong, never a
 * stack; an orderly stop on SIGTERM and SIGINT. Exit status 0 fine, 1 error, 2 configuration or usage.
 */
export async function runService<S extends z.ZodType & { _zod: { output: { log: { level: LogLevel } } } }>(
  definition: ServiceDefinition<S>,
): Promise<void> {
  try {
    await run(definition);
  } catch (error) {
    fatal(definition.name, error);
  }
}

async function run<S extends z.ZodType>(definition: ServiceDefinition<S>): Promise<void> {
  const flags = readFlags(definition);
  if (!flags) return;
  const config = loadConfig(definition.schema, flags.file);
  if (flags.action === 'check-config') return void process.stdout.write(`${flags.file} is fine\n`);
  if (flags.action === 'print-config') return void process.stdout.write(`${JSON.stringify(config, null, 2)}\n`);
  const action = definition.actions?.[flags.action];
  if (action) return void (await action(config));

  const level = (config as { log: { level: LogLevel } }).log.level;
  const logger = createLogger(definition.name, level);
  const closers = new Closers();
  let stopping = false;
  const stop = async (why: string, error?: unknown): Promise<void> => {
    if (stopping) return;
    stopping = true;
    logger.info({}, `stopping: ${why}`);
    setTimeout(() => {
      logger.error({}, `the orderly stop took more than ${STOP_DEADLINE_MS / 1000} s; ending now`);
      process.exit(EXIT.error);
    }, STOP_DEADLINE_MS).unref();
    await closers.closeAll(logger);
    if (error !== undefined) fatal(definition.name, error);
    logger.info({}, 'stopped');
    process.exit(process.exitCode ?? EXIT.fine);
  };
  const fail = (error: unknown): void => {
    logger.debug({ stack: error instanceof Error ? error.stack : undefined }, 'failed');
    void stop('an error', error);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  try {
    await definition.start({ config, logger, closers, fail });
    if (!stopping) logger.info({ version: VERSION }, 'ready');
  } catch (error) {
    fail(error);
  }
}

function readFlags(definition: ServiceDefinition<z.ZodType>): { file: string; action: string } | undefined {
  const actions = ['check-config', 'print-config', ...Object.keys(definition.actions ?? {})];
  const options = Object.fromEntries(
    [...actions, 'help', 'version'].map((name) => [name, { type: 'boolean' as const }]),
  );
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({ options: { ...options, config: { type: 'string' } } }) as { values: typeof values });
  } catch (error) {
    throw new ThermoclineError('USAGE', `${(error as Error).message.split('. ')[0]}; see --help`);
  }
  if (values['help']) {
    const flags = actions.map((name) => `[--${name}]`).join(' ');
    process.stdout.write(`usage: ${definition.name} [--config FILE] ${flags} [--version]\n`);
    return undefined;
  }
  if (values['version']) {
    process.stdout.write(`${definition.name} ${VERSION}\n`);
    return undefined;
  }
  const file = typeof values['config'] === 'string' ? values['config'] : `/etc/thermocline/${definition.name}.yaml`;
  return { file, action: actions.find((name) => values[name] === true) ?? 'serve' };
}

/** Says the one line and sets the exit status; the process ends when nothing holds it. */
function fatal(name: string, error: unknown): never {
  process.stderr.write(`${name}: ${describe(error)}\n`);
  process.exit(error instanceof ThermoclineError ? error.exitCode : EXIT.error);
}
