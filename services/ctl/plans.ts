import type { Command } from 'commander';
import type { ListPlansResponse__Output } from '../contract/gen/thermocline/v1/ListPlansResponse.js';
import type { PlanSummary__Output } from '../contract/gen/thermocline/v1/PlanSummary.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { Table } from './columns.js';
import { documentOf, FORMAT_VERSION } from './document.js';
import { explainLines } from './explainView.js';
import { globalsOf, wholeNumber, withService } from './globals.js';
import { runNamed } from './pageName.js';
import { collectPages } from './pages.js';
import { planTable } from './planTable.js';
import { approvalText, planDocument, planLines } from './planView.js';
import type { Screen } from './screen.js';
import { addUndo } from './undo.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 10_000;
const DEFAULT_BACKLOG = 10;
const MAX_BACKLOG = 1000;
const DEFAULT_MOVES = 1000;
const MAX_MOVES = 1_000_000;

/** `thermocline plans …` */
export function addPlans(program: Command, screen: Screen): void {
  const plans = program.command('plans').description('plans, before and after they happen');

  plans
    .command('list')
    .description('the newest plans first')
    .option('--limit <n>', 'at most so many', wholeNumber('--limit', 1, MAX_LIMIT), DEFAULT_LIMIT)
    .action(async ({ limit }: { limit: number }, command: Command) => {
      const globals = globalsOf(command, screen, true);
      const found = await withService('PlanService', globals, (service) =>
        collectPages(limit, async (page): Promise<[PlanSummary__Output[], string]> => {
          const response: ListPlansResponse__Output = await service.call('ListPlans', {
            hostId: globals.hostId,
            ...page,
          });
          return [response.plans, response.nextPageToken];
        }),
      );
      if (globals.format === 'json' || globals.format === 'yaml') {
        return screen.document(globals.format, { formatVersion: FORMAT_VERSION, plans: found.map(documentOf) });
      }
      screen.rows(planTable(globals.look, Date.now), found, 'plans');
    });

  plans
    .command('show <id>')
    .description('what a plan moves, why, and what became of it')
    .option('--moves <n>', 'at most so many moves', wholeNumber('--moves', 0, MAX_MOVES), DEFAULT_MOVES)
    .action(async (planId: string, { moves }: { moves: number }, command: Command) => {
      const globals = globalsOf(command, screen);
      const response = await withService('PlanService', globals, (service) => service.call('GetPlan', { planId }));
      if (globals.format === 'json' || globals.format === 'yaml') {
        return screen.document(globals.format, planDocument(response, moves));
      }
      screen.lines(planLines(response, moves, globals.look, screen, Date.now()));
    });

  plans
    .command('explain <id>')
    .description('by what rules, budget and room a plan was made; with --run why a page is in it or not')
    .option('--run <space:page>', 'a pid or a key of a space, and a page number or an address with 0x')
    .action(async (planId: string, { run }: { run?: string }, command: Command) => {
      const globals = globalsOf(command, screen);
      const request = { planId, ...(run === undefined ? {} : { page: runNamed(run) }) };
      const response = await withService('PlanService', globals, (service) => service.call('ExplainPlan', request));
      if (globals.format === 'json' || globals.format === 'yaml') {
        return screen.document(globals.format, {
          formatVersion: FORMAT_VERSION,
          ...(documentOf(response) as object),
        });
      }
      screen.lines(explainLines(response, globals.look, screen, Date.now()));
    });

  plans
    .command('watch')
    .description('plans as they are made and change; ends with Ctrl-C')
    .option('--backlog <n>', 'begin with so many', wholeNumber('--backlog', 0, MAX_BACKLOG), DEFAULT_BACKLOG)
    .action(async ({ backlog }: { backlog: number }, command: Command) => {
      const globals = globalsOf(command, screen, true);
      const { format, hostId } = globals;
      const table: Table<PlanSummary__Output> = planTable(globals.look, Date.now, 'as they come');
      await withService('PlanService', globals, async (service) => {
        for await (const { plan } of service.stream('WatchPlans', { hostId, backlog })) {
          if (!plan) continue;
          if (format === 'json' || format === 'yaml') screen.nextDocument(format, documentOf(plan));
          else screen.lines(table.lines([plan]));
        }
      });
      throw new ThermoclineError('RPC_UNAVAILABLE', `${globals.server} ended the watch; is the service stopping?`);
    });

  for (const verb of ['approve', 'reject'] as const) addDecision(plans, screen, verb);
  addUndo(plans, screen);
}

function addDecision(plans: Command, screen: Screen, verb: 'approve' | 'reject'): void {
  const method = verb === 'approve' ? 'ApprovePlan' : 'RejectPlan';
  plans
    .command(`${verb} <id>`)
    .description(
      verb === 'approve' ? 'sends a plan that waits for a person; needs --cert' : 'ends one unsent; needs --cert',
    )
    .option('--reason <text>', 'kept with the plan', '')
    .action(async (planId: string, { reason }: { reason: string }, command: Command) => {
      const globals = globalsOf(command, screen);
      const { summary } = await withService('PlanService', globals, (service) =>
        service.call(method, { planId, reason }),
      );
      if (!summary) return;
      if (globals.format === 'json' || globals.format === 'yaml') {
        return screen.document(globals.format, { formatVersion: FORMAT_VERSION, summary: documentOf(summary) });
      }
      screen.lines([`plan ${summary.planId} of ${summary.hostId}: ${approvalText(summary.approval, Date.now())}`]);
    });
}
