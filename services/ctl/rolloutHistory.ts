import type { RolloutAudit__Output } from '../contract/gen/thermocline/v1/RolloutAudit.js';
import { Table, type TableLook } from './columns.js';
import { rolloutWord } from './rolloutWords.js';

/** Transitions for people, each followed by the evidence that it rests on. */
export function historyLines(transitions: readonly RolloutAudit__Output[], look: TableLook): string[] {
  const table = new Table<RolloutAudit__Output>(
    [
      { title: 'NR', text: ({ number }) => number, right: true },
      { title: 'TIME', text: ({ atUnixMs }) => new Date(Number(atUnixMs)).toISOString() },
      { title: 'WHO', text: ({ who }) => who },
      { title: 'PHASE', text: ({ fromPhase, toPhase }) => changeText(rolloutWord(fromPhase), rolloutWord(toPhase)) },
      { title: 'STEP', text: ({ fromStep, toStep }) => changeText(`${fromStep + 1}`, `${toStep + 1}`) },
      { title: 'WHY', text: ({ why }) => why },
    ],
    look,
  );
  const lines = table.lines(transitions);
  const titles = lines.length - transitions.length;
  return lines.flatMap((line, i) => [line, ...(transitions[i - titles]?.evidence ?? []).map((each) => `    ${each}`)]);
}

function changeText(from: string, to: string): string {
  return from === to ? to : `${from} -> ${to}`;
}
