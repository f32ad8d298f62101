import { type Command, Option } from 'commander';
import type { Execution__Output } from '../contract/gen/thermocline/v1/Execution.js';
import type { Limits } from '../contract/gen/thermocline/v1/Limits.js';
import type { ListExecutionsResponse__Output } from '../contract/gen/thermocline/v1/ListExecutionsResponse.js';
import type { LocalControl__Output } from '../contract/gen/thermocline/v1/LocalControl.js';
import type { ServiceClient } from '../rpc/client.js';
import { ThermoclineError } from '../runtime/errors.js';
import { quantity, SIZE_UNITS_BYTES } from '../runtime/quantities.js';
import { Table, type TableLook } from './columns.js';
import { documentOf, FORMAT_VERSION } from './document.js';
import { type Globals, globalsOf, requireAddress, wholeNumber, withService } from './globals.js';
import { collectPages } from './pages.js';
import { ageText } from './quantities.js';
import type { Screen } from './screen.js';
import { localControlLines } from './statusView.js';
import { stateWord } from './words.js';

const DEFAULT_ACTUATOR = '127.0.0.1:7422';
const MAX_LIMIT = 10_000;

type Actuator = ServiceClient<'ActuatorService'>;

/** `thermocline actuator …`: what one host's actuator does, and orders that hold on that host alone. */
export function addActuator(program: Command, screen: Screen): void {
  const actuator = program
    .command('actuator')
    .description('one host’s actuator: its executions, and orders that hold there until they are taken back')
    .addOption(new Option('--actuator <host:port>', 'which').default(DEFAULT_ACTUATOR));

  actuator
    .command('executions')
    .description('plans on this host, the newest first')
    .option('--limit <n>', 'at most so many', wholeNumber('--limit', 1, MAX_LIMIT), 50)
    .option('-w, --watch', 'those that are not ended, then every change; ends with Ctrl-C')
    .action(async ({ limit, watch }: { limit: number; watch?: boolean }, command: Command) => {
      const globals = globalsOf(command, screen);
      await ask(command, globals, (service) => (watch ? watched(service, globals) : listed(service, globals, limit)));
    });

  const orders: readonly (readonly [string, string, (service: Actuator) => Promise<Ordered>])[] = [
    ['pause', 'begin no new batch; plans wait, and expire', (service) => service.call('Pause', {})],
    ['resume', 'take pause and stop back', (service) => service.call('Resume', {})],
    [
      'stop',
      'kill switch: end every plan after the batch under way, begin none',
      (service) => service.call('Stop', {}),
    ],
  ];
  for (const [name, description, give] of orders) {
    actuator
      .command(name)
      .description(description)
      .action((_options: object, command: Command) => order(command, give));
  }
  actuator
    .command('dry-run <on|off>')
    .description('judge plans and report, and move nothing')
    .action((text: string, _options: object, command: Command) => {
      if (text !== 'on' && text !== 'off')
        throw new ThermoclineError('USAGE', `dry-run: got ${text}; expected on or off`);
      return order(command, (service) => service.call('SetDryRun', { dryRun: text === 'on' }));
    });
  actuator
    .command('limits')
    .description('upper bounds a second on this host; those not given are lifted')
    .option('--bytes <size>', 'all bytes, as in 32MiB', sizeOption('--bytes'))
    .option('--promotion-bytes <size>', 'bytes of promotions', sizeOption('--promotion-bytes'))
    .option('--demotion-bytes <size>', 'bytes of demotions', sizeOption('--demotion-bytes'))
    .option('--pair-bytes <size>', 'bytes from one node to one other', sizeOption('--pair-bytes'))
    .option('--pages <n>', 'base pages', wholeNumber('--pages', 0, Number.MAX_SAFE_INTEGER))
    .option('--promotion-pages <n>', 'of promotions', wholeNumber('--promotion-pages', 0, Number.MAX_SAFE_INTEGER))
    .option('--demotion-pages <n>', 'of demotions', wholeNumber('--demotion-pages', 0, Number.MAX_SAFE_INTEGER))
    .option('--pair-pages <n>', 'from one node to one other', wholeNumber('--pair-pages', 0, Number.MAX_SAFE_INTEGER))
    .action((options: Bounds, command: Command) =>
      order(command, (service) => service.call('SetLimits', { limits: limitsOf(options) })),
    );

  async function order(command: Command, give: (service: Actuator) => Promise<Ordered>): Promise<void> {
    const globals = globalsOf(command, screen);
    const { control } = await ask(command, globals, give);
    if (globals.format === 'json' || globals.format === 'yaml') {
      screen.document(globals.format, { formatVersion: FORMAT_VERSION, ...(documentOf({ control }) as object) });
    } else if (control) screen.lines(localControlLines(control, screen));
  }
}

interface Ordered {
  readonly control: LocalControl__Output | null;
}

/** Options of `limits`, by the field that each sets. */
const LIMITS = {
  bytes: 'bytesPerSecond',
  promotionBytes: 'promotionBytesPerSecond',
  demotionBytes: 'demotionBytesPerSecond',
  pairBytes: 'pairBytesPerSecond',
  pages: 'pagesPerSecond',
  promotionPages: 'promotionPagesPerSecond',
  demotionPages: 'demotionPagesPerSecond',
  pairPages: 'pairPagesPerSecond',
} as const;

type Bounds = Partial<Record<keyof typeof LIMITS, number>>;

function limitsOf(options: Bounds): Limits {
  const given = Object.entries(LIMITS).filter(([option]) => options[option as keyof Bounds] !== undefined);
  return Object.fromEntries(given.map(([option, field]) => [field, options[option as keyof Bounds]]));
}

async function ask<T>(command: Command, { tls }: Globals, what: (service: Actuator) => Promise<T>): Promise<T> {
  const { actuator } = command.optsWithGlobals<{ actuator: string }>();
  requireAddress('--actuator', actuator);
  return await withService('ActuatorService', { server: actuator, tls }, what);
}

async function listed(service: Actuator, { format, look, screen }: Globals, limit: number): Promise<void> {
  const found = await collectPages(limit, async (page): Promise<[Execution__Output[], string]> => {
    const response: ListExecutionsResponse__Output = await service.call('ListExecutions', page);
    return [response.executions, response.nextPageToken];
  });
  if (format === 'json' || format === 'yaml') {
    return screen.document(format, { formatVersion: FORMAT_VERSION, executions: found.map(documentOf) });
  }
  screen.rows(executionTable(look), found, 'executions');
}

async function watched(service: Actuator, { format, look, screen }: Globals): Promise<never> {
  const table = executionTable(look);
  for await (const { execution } of service.stream('WatchExecutions', {})) {
    if (!execution) continue;
    if (format === 'json' || format === 'yaml') screen.nextDocument(format, documentOf(execution));
    else screen.lines(table.lines([execution]));
  }
  throw new ThermoclineError('RPC_UNAVAILABLE', 'the actuator ended the watch; is it stopping?');
}

function executionTable(look: TableLook): Table<Execution__Output> {
  const sum = (counts: Readonly<Record<string, string>> | undefined): string =>
    String(Object.values(counts ?? {}).reduce((total, count) => total + Number(count), 0));
  return new Table<Execution__Output>(
    [
      { title: 'PLAN', text: ({ planId }) => planId, width: 12 },
      { title: 'STATE', text: ({ state }) => stateWord(state), width: 9 },
      {
        title: 'POLICY',
        text: ({ policyName, policyRevision }) => `${policyName || '-'}@${policyRevision}`,
        wide: true,
      },
      { title: 'PAGES', text: ({ pagesPlanned }) => pagesPlanned, right: true },
      { title: 'OPEN', text: ({ pagesOpen }) => pagesOpen, right: true },
      { title: 'MOVED', text: ({ totals }) => totals?.pagesMoved ?? '0', right: true },
      { title: 'FAILED', text: ({ totals }) => sum(totals?.pagesFailed), right: true },
      { title: 'SKIPPED', text: ({ totals }) => sum(totals?.pagesSkipped), right: true },
      { title: 'AGE', text: ({ acceptedUnixMs }) => ageText(acceptedUnixMs, Date.now()), right: true },
      { title: 'REASON', text: ({ reason }) => reason || '-' },
    ],
    look,
  );
}

function sizeOption(option: string): (text: string) => number {
  return (text) => {
    const bytes = quantity(text, SIZE_UNITS_BYTES);
    if (bytes !== undefined) return bytes;
    throw new ThermoclineError('USAGE', `${option}: got ${JSON.stringify(text)}; expected a size: 64KiB, 512MiB, 2GiB`);
  };
}
