import type { Command } from 'commander';
import type { GetStatisticsRequest } from '../contract/gen/thermocline/v1/GetStatisticsRequest.js';
import type { Statistics__Output } from '../contract/gen/thermocline/v1/Statistics.js';
import { duration } from '../runtime/configTypes.js';
import { ThermoclineError } from '../runtime/errors.js';
import { Table, type TableLook } from './columns.js';
import { documentOf, FORMAT_VERSION } from './document.js';
import { globalsOf, withService } from './globals.js';
import { bytesText, shareText } from './quantities.js';
import type { Screen } from './screen.js';

const BY = {
  class: 'STATISTICS_BY_CLASS',
  host: 'STATISTICS_BY_HOST',
  revision: 'STATISTICS_BY_REVISION',
  rule: 'STATISTICS_BY_RULE',
} as const;

/** `thermocline stats` */
export function addStats(program: Command, screen: Screen): void {
  program
    .command('stats')
    .description('what plans did, over a sliding window: slow accesses, rates, failures, useless moves, money saved')
    .option('--by <what>', 'class, host, revision, rule, or label=NAME', by, by('class'))
    .option('--window <duration>', 'how far back: 25s to 24h', window, 3600)
    .action(async (options: { by: Asked; window: number }, command: Command) => {
      const globals = globalsOf(command, screen);
      const request = { ...options.by, windowSeconds: options.window };
      const response = await withService('FleetService', globals, (service) => service.call('GetStatistics', request));
      if (globals.format === 'json' || globals.format === 'yaml') {
        return screen.document(globals.format, {
          formatVersion: FORMAT_VERSION,
          ...(documentOf(response) as object),
        });
      }
      screen.rows(statsTable(globals.look, response.currency), response.statistics, 'statistics');
    });
}

type Asked = Pick<GetStatisticsRequest, 'by' | 'label'>;

function by(text: string): Asked {
  const [, label] = /^label=([^=]+)$/.exec(text) ?? [];
  if (label !== undefined) return { by: 'STATISTICS_BY_LABEL', label };
  const known = Object.hasOwn(BY, text) ? BY[text as keyof typeof BY] : undefined;
  if (known) return { by: known };
  const expected = `${Object.keys(BY).join(', ')}, or label=NAME`;
  throw new ThermoclineError('USAGE', `--by: got ${JSON.stringify(text)}; expected ${expected}`);
}

function window(text: string): number {
  const parsed = duration.safeParse(text);
  const seconds = parsed.success ? parsed.data / 1000 : Number.NaN;
  if (seconds >= 25 && seconds <= 86_400) return seconds;
  throw new ThermoclineError('USAGE', `--window: got ${JSON.stringify(text)}; expected a duration from 25s to 24h`);
}

/** STAR: share of accesses that hit a slow tier; STRR: share of watched memory that lies in one. */
export function statsTable(look: TableLook, currency: string | undefined): Table<Statistics__Output> {
  const rate = (bytes: number): string => `${bytesText(bytes)}/s`;
  return new Table(
    [
      { title: 'NAME', text: ({ name }) => name || '-' },
      { title: 'STAR', text: ({ starEstimate }) => shareText(starEstimate), right: true },
      { title: 'STRR', text: ({ strr }) => shareText(strr), right: true },
      { title: 'PROMOTED', text: (row) => rate(row.promotedBytesPerSecond), right: true },
      { title: 'DEMOTED', text: (row) => rate(row.demotedBytesPerSecond), right: true },
      { title: 'FAILED', text: ({ failedBytes }) => failedText(failedBytes) },
      { title: 'USELESS', text: ({ uselessShare }) => shareText(uselessShare), right: true },
      { title: 'BYTES BY TIER', text: ({ bytesByTier }) => bytesByTier.map(bytesText).join(' / ') || '-' },
      ...(currency === undefined
        ? []
        : [{ title: `SAVED ${currency}`, text: ({ saved }: Statistics__Output) => moneyText(saved), right: true }]),
      { title: 'JUDGED', text: ({ judgedBytes }) => bytesText(Number(judgedBytes)), right: true, wide: true },
      { title: 'MOVED BACK', text: (row) => bytesText(Number(row.movedBackBytes)), right: true, wide: true },
      { title: 'STAYED COLD', text: (row) => bytesText(Number(row.stayedColdBytes)), right: true, wide: true },
      { title: 'SKIPPED', text: ({ skippedBytes }) => bytesText(Number(skippedBytes)), right: true, wide: true },
      { title: 'SLOW ACCESSES', text: ({ slowAccesses }) => slowAccesses.toExponential(1), right: true, wide: true },
    ],
    look,
  );
}

/** `EBUSY 4Mi, ENOMEM 8Ki`, most first. */
function failedText(failed: Readonly<Record<string, string>>): string {
  const parts = Object.entries(failed).sort(([, a], [, b]) => Number(b) - Number(a));
  return parts.map(([errno, bytes]) => `${errno} ${bytesText(Number(bytes))}`).join(', ') || '-';
}

function moneyText(saved: number | undefined): string {
  return saved === undefined ? '-' : saved.toFixed(2);
}
