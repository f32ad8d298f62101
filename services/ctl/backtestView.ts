import type { BacktestReport, ScoreRow } from '../backtest/report.js';
import { facts, Table, type TableLook } from './columns.js';
import { bytesText, shareText } from './quantities.js';

const NAMES: Readonly<Record<ScoreRow['of'], string>> = {
  candidate: 'on trial',
  running: 'running',
  nothing: 'no moves',
  recorded: 'as it was',
  optimum: 'optimum',
};

const fine = (share: number | undefined): string => (share === undefined ? '-' : `${(share * 100).toFixed(2)}%`);
const isPolicy = ({ of }: ScoreRow): boolean => of === 'candidate' || of === 'running';

/** A backtest for people: what it covers, then a row a policy, and one a class of it. */
export function reportLines(report: BacktestReport, covers: string, look: TableLook): string[] {
  const table = new Table<ScoreRow>(
    [
      { title: 'POLICY', text: (row) => NAMES[row.of] },
      { title: 'CLASS', text: (row) => row.class ?? '(all)' },
      { title: 'STAR-EST', text: (row) => fine(row.starEstimate), right: true },
      { title: 'REGRET', text: (row) => fine(row.regret), right: true },
      { title: 'STRR', text: (row) => shareText(row.strr), right: true },
      { title: 'MOVED', text: (row) => (isPolicy(row) ? bytesText(row.bytesMoved) : '-'), right: true },
      { title: 'UP', text: (row) => (isPolicy(row) ? bytesText(row.promotedBytes) : '-'), right: true, wide: true },
      { title: 'DOWN', text: (row) => (isPolicy(row) ? bytesText(row.demotedBytes) : '-'), right: true, wide: true },
      { title: 'USELESS', text: (row) => (isPolicy(row) ? shareText(row.uselessShare) : '-'), right: true },
    ],
    look,
  );
  const left = [
    [report.unreadable, 'unreadable'],
    [report.repeats, 'repeated'],
  ] as const;
  const head = facts([
    ['Rests on', covers],
    ['Hosts', `${report.hosts.length}: ${report.hosts.slice(0, 5).join(', ')}${report.hosts.length > 5 ? ', …' : ''}`],
    ['Time', `${new Date(report.fromUnixMs).toISOString()} to ${new Date(report.toUnixMs).toISOString()}`],
    ['Batches', `${report.batches}, with ${report.runs} runs`],
    [
      'Left out',
      left
        .filter(([count]) => count > 0)
        .map(([count, why]) => `${count} ${why}`)
        .join(', ') || undefined,
    ],
  ]);
  return [...head, '', ...table.lines(report.rows)];
}
