import type * as z from 'zod';
import { Closers } from './closers.js';
import { loadConfig } from './config.js';
import type { LogSection } from './configTypes.js';
import { describe, EXIT, ThermoclineError } from './errors.js';
import { type Logger, openLogger, type ServiceLogger } from './logger.js';
import { readCommandLine, usage } from './serviceCli.js';

export const VERSION = '0.1.0';

/** How long an orderly stop may take before the process ends anyway. */
const STOP_DEADLINE_MS = 20_000;

export interface ServiceStart<C> {
  readonly config: C;
  readonly logger: Logger;
  /** Registers what an orderly stop closes. */
  readonly closers: Closers;
  /** Ends the service with this error, in order; for what fails long after the start. */
  readonly fail: (error: unknown) => void;
  /** Called on SIGHUP with the configuration read anew, if it is valid; else the old one stays and the problems are logged. */
  readonly onReload: (take: (config: C) => Promise<void> | void) => void;
}

export interface ServiceDefinition<S extends z.ZodType> {
  readonly name: string;
  readonly schema: S;
  /** Starts everything; the process stays up until a signal or `fail`. */
  readonly start: (start: ServiceStart<z.output<S>>) => Promise<void>;
  /** Further flags, each of which does one thing and ends: name → what to do. */
  readonly actions?: Readonly<Record<string, (config: z.output<S>) => Promise<void> | void>>;
}

/** What the configuration of every service has. */
type ServiceSchema = z.ZodType<{ log: LogSection; hostId?: string | undefined }>;

/**
 * Runs a service: `--config FILE`, `--check-config`, `--print-config`, `--help`; one clear line for what goes wrong, never a
 * stack; an orderly stop on SIGTERM and SIGINT, a reload on SIGHUP. Exit status 0 fine, 1 error, 2 configuration or usage.
 */
export async function runService<S extends ServiceSchema>(definition: ServiceDefinition<S>): Promise<void> {
  try {
    await run(definition);
  } catch (error) {
    fatal(definition.name, error);
  }
}

async function run<S extends ServiceSchema>(definition: ServiceDefinition<S>): Promise<void> {
  const { name, schema } = definition;
  const actions = ['check-config', 'print-config', ...Object.keys(definition.actions ?? {})];
  const request = readCommandLine(name, actions, process.argv.slice(2));
  if (request.kind === 'help') return void process.stdout.write(usage(name, actions));
  if (request.kind === 'version') return void process.stdout.write(`${name} ${VERSION}\n`);
  const config = loadConfig(schema, request.file);
  if (request.action === 'check-config') return void process.stdout.write(`${request.file} is fine\n`);
  if (request.action === 'print-config') {
    const { printConfig } = await import('./configPrint.js');
    return void process.stdout.write(printConfig(schema, config));
  }
  const action = definition.actions?.[request.action];
  if (action) return void (await action(config));

  const host = config.hostId === undefined ? {} : { host: config.hostId };
  const logger = await openLogger(name, config.log, host);
  const closers = new Closers();
  const fail = stopOnSignals(name, closers, logger);
  const onReload = reloadOnSignal(schema, request.file, logger);
  try {
    await definition.start({ config, logger, closers, fail, onReload });
    logger.info({ version: VERSION }, 'ready');
  } catch (error) {
    fail(error);
  }
}

/** Answers the way to stop for an error. Whatever stops it first decides the exit status. */
function stopOnSignals(name: string, closers: Closers, logger: Logger): (error: unknown) => void {
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
    if (error !== undefined) fatal(name, error);
    logger.info({}, 'stopped');
    process.exit(process.exitCode ?? EXIT.fine);
  };
  const fail = (error: unknown): void => {
    logger.debug({ stack: error instanceof Error ? error.stack : undefined }, `failed: ${describe(error)}`);
    void stop('an error', error);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  return fail;
}

function reloadOnSignal<S extends ServiceSchema>(schema: S, file: string, logger: ServiceLogger) {
  const takers: ((config: z.output<S>) => Promise<void> | void)[] = [];
  const reload = async (): Promise<void> => {
    try {
      const config = loadConfig(schema, file);
      logger.level = config.log.level;
      for (const take of takers) await take(config);
      logger.info({ file }, takers.length > 0 ? 'reloaded' : 'reloaded log.level; all else needs a restart');
    } catch (error) {
      logger.error({ file, error: describe(error) }, 'not reloaded; what held before still does');
    }
  };
  process.on('SIGHUP', () => void reload());
  return (take: (config: z.output<S>) => Promise<void> | void): void => void takers.push(take);
}

/** Says the one line, sets the exit status and ends. */
function fatal(name: string, error: unknown): never {
  process.stderr.write(`${name}: ${describe(error)}\n`);
  process.exit(error instanceof ThermoclineError ? error.exitCode : EXIT.error);
}
