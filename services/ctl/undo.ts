import type { Command } from 'commander';
import type { UndoResponse__Output } from '../contract/gen/thermocline/v1/UndoResponse.js';
import { documentOf, FORMAT_VERSION } from './document.js';
import { globalsOf, wholeNumber, withService } from './globals.js';
import { planDocument, planLines } from './planView.js';
import { counted } from './quantities.js';
import type { Screen } from './screen.js';

const DEFAULT_MOVES = 100;
const MAX_MOVES = 1_000_000;

/** `thermocline plans undo` */
export function addUndo(plans: Command, screen: Screen): void {
  plans
    .command('undo <id>')
    .description('takes back what a plan really moved, but for pages that were moved or freed since')
    .option('--dry-run', 'show the plan, and send none', false)
    .option('--reason <text>', 'kept with the plan', '')
    .option('--moves <n>', 'show at most so many moves', wholeNumber('--moves', 0, MAX_MOVES), DEFAULT_MOVES)
    .action(async (planId: string, options: UndoOptions, command: Command) => {
      const { dryRun, reason, moves } = options;
      const globals = globalsOf(command, screen);
      const response: UndoResponse__Output = await withService('PlanService', globals, (service) =>
        service.call('Undo', { planId, reason, dryRun }),
      );
      const made = response.plans.map((plan, i) => ({ summary: response.summaries[i] ?? null, plan, outcome: null }));
      if (globals.format === 'json' || globals.format === 'yaml') {
        const shown = made.map((each) => planDocument(each, moves));
        const pagesLeftOut = documentOf(response.pagesLeftOut);
        return screen.document(globals.format, { formatVersion: FORMAT_VERSION, dryRun, plans: shown, pagesLeftOut });
      }
      for (const each of made) screen.lines(planLines(each, moves, globals.look, screen, Date.now()));
      screen.lines(['', ...leftOutLines(response), dryRun ? 'not sent: this was a dry run' : 'sent']);
    });
}

interface UndoOptions {
  readonly dryRun: boolean;
  readonly reason: string;
  readonly moves: number;
}

/** `12 pages stay: moved-since`. */
function leftOutLines({ pagesLeftOut }: UndoResponse__Output): string[] {
  return Object.entries(pagesLeftOut).map(([reason, pages]) => `${counted(pages, 'page')} stay: ${reason}`);
}
