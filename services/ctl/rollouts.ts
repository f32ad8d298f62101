import type { Command } from 'commander';
import type { Rollout__Output } from '../contract/gen/thermocline/v1/Rollout.js';
import { documentOf, FORMAT_VERSION } from './document.js';
import { type Globals, globalsOf, wholeNumber, withService } from './globals.js';
import { collectPages } from './pages.js';
import { historyLines } from './rolloutHistory.js';
import { addRolloutStart } from './rolloutStart.js';
import { rolloutLines, rolloutTable } from './rolloutView.js';
import { addRolloutWatch } from './rolloutWatch.js';
import { rolloutWord } from './rolloutWords.js';
import type { Screen } from './screen.js';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 100_000;

/** What a person may ask of a rollout, as in RolloutService. */
const VERBS = [
  ['pause', 'PauseRollout', 'holds it where it is; harm is still rolled back'],
  ['resume', 'ResumeRollout', 'goes on from where it was paused'],
  ['promote', 'PromoteRollout', 'ends the step at hand, with --full all of them'],
  ['abort', 'AbortRollout', 'brings all hosts back to the stable revision'],
  ['undo', 'UndoRollout', 'the same, and takes back what the revision moved; also when it is over'],
] as const;

/** `thermocline rollouts …` */
export function addRollouts(program: Command, screen: Screen): void {
  const rollouts = program.command('rollouts').description('how policy revisions reach the fleet');
  addRolloutStart(rollouts, screen);
  addGet(rollouts, screen);
  addList(rollouts, screen);
  addRolloutWatch(rollouts, screen);
  for (const [verb, method, description] of VERBS) addVerb(rollouts, screen, verb, method, description);
  addHistory(rollouts, screen);
}

function addGet(rollouts: Command, screen: Screen): void {
  rollouts
    .command('get <id>')
    .description('where it stands, its steps, and the evidence of each metric')
    .action(async (rolloutId: string, _options: object, command: Command) => {
      const globals = globalsOf(command, screen);
      const { rollout } = await withService('RolloutService', globals, (service) =>
        service.call('GetRollout', { rolloutId }),
      );
      if (!rollout || showDocument(globals, { rollout: documentOf(rollout) })) return;
      screen.lines(rolloutLines(rollout, globals.look, Date.now()));
    });
}

function addList(rollouts: Command, screen: Screen): void {
  rollouts
    .command('list')
    .description('the newest first')
    .option('--limit <n>', 'at most so many', wholeNumber('--limit', 1, MAX_LIMIT), DEFAULT_LIMIT)
    .action(async ({ limit }: { limit: number }, command: Command) => {
      const globals = globalsOf(command, screen);
      const found = await withService('RolloutService', globals, (service) =>
        collectPages(limit, async (page): Promise<[Rollout__Output[], string]> => {
          const response = await service.call('ListRollouts', page);
          return [response.rollouts, response.nextPageToken];
        }),
      );
      if (showDocument(globals, { rollouts: found.map(documentOf) })) return;
      screen.rows(rolloutTable(globals.look, Date.now()), found, 'rollouts');
    });
}

function addVerb(
  rollouts: Command,
  screen: Screen,
  verb: string,
  method: (typeof VERBS)[number][1],
  description: string,
): void {
  const command = rollouts
    .command(`${verb} <id>`)
    .description(description)
    .option('--reason <text>', 'kept in its history', '');
  if (method === 'PromoteRollout') command.option('--full', 'through all steps that are left', false);
  command.action(async (rolloutId: string, options: { reason: string; full?: boolean }, self: Command) => {
    const globals = globalsOf(self, screen);
    const { rollout } = await withService('RolloutService', globals, (service) =>
      service.call(method, { rolloutId, ...options }),
    );
    if (!rollout || showDocument(globals, { rollout: documentOf(rollout) })) return;
    screen.lines([`rollout ${rolloutId}: ${rolloutWord(rollout.phase)}, ${rollout.phaseReason}`]);
  });
}

function addHistory(rollouts: Command, screen: Screen): void {
  rollouts
    .command('history <id>')
    .description('every transition: who, when, why, and on what evidence')
    .action(async (rolloutId: string, _options: object, command: Command) => {
      const globals = globalsOf(command, screen);
      const { transitions } = await withService('RolloutService', globals, (service) =>
        service.call('GetRolloutHistory', { rolloutId }),
      );
      if (showDocument(globals, { transitions: transitions.map(documentOf) })) return;
      if (transitions.length === 0) process.stderr.write('no transitions found\n');
      else screen.lines(historyLines(transitions, globals.look));
    });
}

/** Whether a document was asked for, and is shown. */
function showDocument({ format, screen }: Globals, content: object): boolean {
  if (format !== 'json' && format !== 'yaml') return false;
  screen.document(format, { formatVersion: FORMAT_VERSION, ...content });
  return true;
}
