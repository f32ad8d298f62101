import { type Command, Option } from 'commander';
import type { Hint__Output } from '../contract/gen/thermocline/v1/Hint.js';
import { ThermoclineError } from '../runtime/errors.js';
import { DURATION_UNITS_MS, quantity } from '../runtime/quantities.js';
import { Table } from './columns.js';
import { documentOf, FORMAT_VERSION } from './document.js';
import { globalsOf, wholeNumber, withService } from './globals.js';
import { ageText, hex, whenText } from './quantities.js';
import type { Screen } from './screen.js';

const DEFAULT_PAGE_BYTES = 4096;

interface Written {
  readonly kind: 'never-demote' | 'promote-before';
  readonly for: number;
  readonly before?: number;
  readonly pid?: number;
  readonly range?: { readonly start: number; readonly end: number };
  readonly pageSize: number;
  readonly class?: string;
  readonly cgroup?: string[];
  readonly command?: string[];
}

/** `thermocline hints …` */
export function addHints(program: Command, screen: Screen): void {
  const hints = program
    .command('hints')
    .description('what is known of applications’ pages beforehand, until it expires');

  hints
    .command('add')
    .description('say that pages are not to be demoted, or are to be fast before a time; --host for one host alone')
    .addOption(
      new Option('--kind <kind>', 'what is said').choices(['never-demote', 'promote-before']).makeOptionMandatory(),
    )
    .addOption(
      new Option('--for <duration>', 'until when: 30s, 10m, 24h').argParser(durationOf('--for')).makeOptionMandatory(),
    )
    .option('--before <duration>', 'for promote-before: fast in so long; at once without it', durationOf('--before'))
    .option('--pid <pid>', 'this process of the host', wholeNumber('--pid', 1, 2 ** 22))
    .option('--range <start-end>', 'addresses of the process, as in /proc/PID/maps', rangeOf)
    .option('--page-size <bytes>', 'of the host', wholeNumber('--page-size', 4096, 65_536), DEFAULT_PAGE_BYTES)
    .option('--class <name>', 'processes of this class of the active policy')
    .option('--cgroup <glob...>', 'processes of these cgroups')
    .option('--command <regex...>', 'processes whose command line matches')
    .action(async (options: Written, command: Command) => {
      const globals = globalsOf(command, screen, true);
      const hint = messageOf(options, globals.hostId);
      const { hint: added } = await withService('HintService', globals, (service) => service.call('AddHint', { hint }));
      if (globals.format === 'json' || globals.format === 'yaml') {
        return screen.document(globals.format, { formatVersion: FORMAT_VERSION, hint: documentOf(added ?? {}) });
      }
      screen.lines([`hint ${added?.id}`]);
    });

  hints
    .command('remove <id>')
    .description('take a hint back')
    .action(async (id: string, _options: object, command: Command) => {
      await withService('HintService', globalsOf(command, screen), (service) => service.call('RemoveHint', { id }));
    });

  hints
    .command('list')
    .description('those that have not expired, the newest first')
    .action(async (_options: object, command: Command) => {
      const { format, look, hostId, ...rest } = globalsOf(command, screen, true);
      const { hints: found } = await withService('HintService', rest, (service) =>
        service.call('ListHints', { hostId }),
      );
      if (format === 'json' || format === 'yaml') {
        return screen.document(format, { formatVersion: FORMAT_VERSION, hints: found.map(documentOf) });
      }
      const table = new Table<Hint__Output>(
        [
          { title: 'ID', text: ({ id }) => id },
          { title: 'KIND', text: ({ kind }) => kind.replace('HINT_KIND_', '').toLowerCase().replace('_', '-') },
          { title: 'HOST', text: (hint) => hint.hostId || 'all' },
          { title: 'PROCESS', text: ({ pid }) => (pid === undefined ? 'all' : String(pid)) },
          { title: 'CLASS', text: (hint) => hint.class || 'any' },
          { title: 'PAGES', text: pagesText },
          { title: 'EXPIRES', text: ({ expiresUnixMs }) => whenText(expiresUnixMs, Date.now()) },
          { title: 'AUTHOR', text: ({ author }) => author },
          { title: 'AGE', text: ({ createdUnixMs }) => ageText(createdUnixMs, Date.now()), right: true },
        ],
        look,
      );
      screen.rows(table, found, 'hints');
    });
}

function messageOf({ kind, pid, range, pageSize, cgroup, command, before, ...options }: Written, hostId: string) {
  const now = Date.now();
  return {
    kind: kind === 'never-demote' ? ('HINT_KIND_NEVER_DEMOTE' as const) : ('HINT_KIND_PROMOTE_BEFORE' as const),
    hostId,
    ...(options.class !== undefined && { class: options.class }),
    ...(pid !== undefined && { pid }),
    ...(range && {
      startPage: Math.floor(range.start / pageSize),
      pages: Math.ceil(range.end / pageSize) - Math.floor(range.start / pageSize),
    }),
    selector: { cgroupGlobs: cgroup ?? [], commandRegexes: command ?? [] },
    ...(before !== undefined && { beforeUnixMs: now + before }),
    expiresUnixMs: now + options.for,
  };
}

function pagesText({ startPage, pages }: Hint__Output): string {
  if (startPage === undefined) return 'all';
  return `${pages} from page ${hex(Number(startPage))}`;
}

function durationOf(option: string): (text: string) => number {
  return (text) => {
    const ms = quantity(text, DURATION_UNITS_MS);
    if (ms !== undefined) return ms;
    throw new ThermoclineError('USAGE', `${option}: got ${JSON.stringify(text)}; expected a duration: 30s, 10m, 24h`);
  };
}

/** `7f0000000000-7f0000200000`, hexadecimal as in /proc/PID/maps. */
function rangeOf(text: string): { start: number; end: number } {
  const match = /^(?:0x)?([0-9a-f]{1,13})-(?:0x)?([0-9a-f]{1,13})$/i.exec(text);
  const [start, end] = [Number.parseInt(match?.[1] ?? '', 16), Number.parseInt(match?.[2] ?? '', 16)];
  if (start < end) return { start, end };
  throw new ThermoclineError(
    'USAGE',
    `--range: got ${JSON.stringify(text)}; expected START-END, hexadecimal addresses`,
  );
}
