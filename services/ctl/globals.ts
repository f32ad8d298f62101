import { type Command, Option } from 'commander';
import { type ClientOptions, connectService, type ServiceClient } from '../rpc/client.js';
import { address } from '../runtime/configTypes.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { TableLook } from './columns.js';
import { FORMATS, type Format, type Screen } from './screen.js';

/** Options that hold for every command, as they are written. */
interface WrittenGlobals {
  readonly server: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly output: Format;
  readonly headers: boolean;
  readonly host?: string;
}

/** What a command needs to do its work. */
export interface Globals {
  readonly server: string;
  readonly tls: ClientOptions['tls'];
  readonly format: Format;
  readonly look: TableLook;
  readonly hostId: string;
  readonly screen: Screen;
}

const DEFAULT_SERVER = '127.0.0.1:7420';

export function addGlobals(program: Command): Command {
  return program
    .addOption(new Option('--server <host:port>', 'the brain').env('THERMOCLINE_SERVER').default(DEFAULT_SERVER))
    .option('--ca <file>', 'authority that the server’s certificate is from (PEM)')
    .option('--cert <file>', 'own certificate (PEM)')
    .option('--key <file>', 'key of the own certificate (PEM)')
    .addOption(new Option('-o, --output <format>', 'how to show it').choices(FORMATS).default('table'))
    .option('--no-headers', 'leave out the titles of columns')
    .option('--host <id>', 'of this host only');
}

/** Throws USAGE for options that do not go together. `byHost`: whether the command can be limited to one host. */
export function globalsOf(command: Command, screen: Screen, byHost = false): Globals {
  const { server, ca, cert, key, output, headers, host } = command.optsWithGlobals<WrittenGlobals>();
  requireAddress('--server', server);
  if (host !== undefined && !byHost) {
    throw new ThermoclineError('USAGE', '--host goes with plans list, plans watch, hosts list and hints');
  }
  let tls: Globals['tls'];
  if (ca !== undefined && cert !== undefined && key !== undefined) tls = { ca, cert, key };
  else if ((ca ?? cert ?? key) !== undefined) {
    throw new ThermoclineError('USAGE', '--ca, --cert and --key go together: both sides prove who they are');
  }
  return { server, tls, format: output, look: { wide: output === 'wide', headers }, hostId: host ?? '', screen };
}

export function requireAddress(option: string, text: string): void {
  if (address.safeParse(text).success) return;
  throw new ThermoclineError('USAGE', `${option}: got ${JSON.stringify(text)}; expected host:port`);
}

/** Whole numbers of options. Throws USAGE. */
export function wholeNumber(option: string, lowest: number, highest: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= lowest && value <= highest) return value;
    const says = `${option}: got ${JSON.stringify(text)}; expected a whole number from ${lowest} to ${highest}`;
    throw new ThermoclineError('USAGE', says);
  };
}

/** Does something with a service and hangs up, whatever comes. */
export async function withService<S extends Parameters<typeof connectService>[0], T>(
  name: S,
  { server, tls }: { readonly server: string; readonly tls: ClientOptions['tls'] },
  use: (service: ServiceClient<S>) => Promise<T>,
): Promise<T> {
  const service = connectService(name, server, { tls });
  try {
    return await use(service);
  } finally {
    service.close();
  }
}
