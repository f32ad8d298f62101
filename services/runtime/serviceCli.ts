import { parseArgs } from 'node:util';
import { ThermoclineError } from './errors.js';

/** What the command line of a service asks for. */
export type Request =
  | { readonly kind: 'run'; readonly file: string; readonly action: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' };

/**
 * Reads `--config FILE` and the flags that do one thing and end; `run` with action `serve` when there is none. node:util and
 * not commander, for the time it takes to start. Throws USAGE.
 */
export function readCommandLine(service: string, actions: readonly string[], argv: readonly string[]): Request {
  const flags = Object.fromEntries([...actions, 'help', 'version'].map((name) => [name, { type: 'boolean' as const }]));
  let values: Readonly<Record<string, string | boolean | undefined>>;
  try {
    const options = { ...flags, config: { type: 'string' as const } };
    ({ values } = parseArgs({ args: [...argv], options }) as { values: typeof values });
  } catch (error) {
    throw new ThermoclineError('USAGE', `${(error as Error).message.split('. ')[0]}; see --help`);
  }
  if (values['help']) return { kind: 'help' };
  if (values['version']) return { kind: 'version' };
  const chosen = actions.filter((name) => values[name] === true);
  if (chosen.length > 1) {
    throw new ThermoclineError('USAGE', `${chosen.map((name) => `--${name}`).join(' and ')} do not go together`);
  }
  const file = typeof values['config'] === 'string' ? values['config'] : `/etc/thermocline/${service}.yaml`;
  return { kind: 'run', file, action: chosen[0] ?? 'serve' };
}

export function usage(service: string, actions: readonly string[]): string {
  const flags = actions.map((name) => `[--${name}]`).join(' ');
  return `usage: ${service} [--config FILE] ${flags} [--version] [--help]\nFILE is /etc/thermocline/${service}.yaml when left out.\n`;
}
