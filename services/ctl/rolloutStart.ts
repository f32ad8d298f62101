import type { Command } from 'commander';
import type { RolloutStage__Output } from '../contract/gen/thermocline/v1/RolloutStage.js';
import type { StartRolloutResponse__Output } from '../contract/gen/thermocline/v1/StartRolloutResponse.js';
import { documentOf, FORMAT_VERSION } from './document.js';
import { type Globals, globalsOf, withService } from './globals.js';
import { counted } from './quantities.js';
import { soundRolloutFile, throwRefused } from './rolloutFile.js';
import { stepText } from './rolloutWords.js';
import type { Screen } from './screen.js';

/** Hosts of a group that are named without `-o wide`. */
const MOST_NAMED = 8;

/** `thermocline rollouts validate|start` */
export function addRolloutStart(rollouts: Command, screen: Screen): void {
  rollouts
    .command('validate <file>')
    .description('all that is wrong with a rollout; asks no brain unless told to')
    .option('--against-fleet', 'also whether there are hosts enough for what it asks, as start --dry-run does')
    .action(async (file: string, { againstFleet }: { againstFleet?: true }, command: Command) => {
      const globals = globalsOf(command, screen);
      const { source, spec } = soundRolloutFile(file);
      if (againstFleet) await askToStart(file, { source, reason: '', dryRun: true }, globals);
      const { format } = globals;
      if (format === 'json' || format === 'yaml') {
        return screen.document(format, { formatVersion: FORMAT_VERSION, rollout: spec });
      }
      const which = `rollout ${spec.rolloutId} of policy ${spec.policyName} revision ${spec.revision}`;
      screen.lines([`${file}: ${which} is sound; ${counted(spec.steps.length, 'step')}`]);
    });

  rollouts
    .command('start <file>')
    .description('brings a policy revision to the fleet, stage by stage')
    .option('--dry-run', 'show which hosts each stage and control would be of, and start nothing', false)
    .option('--reason <text>', 'kept in its history', '')
    .action(async (file: string, { dryRun, reason }: { dryRun: boolean; reason: string }, command: Command) => {
      const globals = globalsOf(command, screen);
      const { source } = soundRolloutFile(file);
      const answer = await askToStart(file, { source, reason, dryRun }, globals);
      const { format, look } = globals;
      if (format === 'json' || format === 'yaml') {
        return screen.document(format, {
          formatVersion: FORMAT_VERSION,
          dryRun,
          ...(documentOf(answer) as object),
        });
      }
      screen.lines(startLines(answer, dryRun, look.wide));
    });
}

function askToStart(
  file: string,
  request: { readonly source: string; readonly reason: string; readonly dryRun: boolean },
  globals: Globals,
): Promise<StartRolloutResponse__Output> {
  return withService('RolloutService', globals, (service) =>
    service.call('StartRollout', request).catch((error: unknown) => throwRefused(error, file)),
  );
}

/** Each host once: under control, or in the first stage that it belongs to. */
function startLines({ rollout, stages }: StartRolloutResponse__Output, dryRun: boolean, wide: boolean): string[] {
  if (!rollout) return [];
  const { rolloutId, policyName, revision, stableRevision, steps } = rollout;
  const which = `rollout ${rolloutId} of policy ${policyName} revision ${revision}, from ${stableRevision}`;
  if (!dryRun) return [`started ${which}`, `watch it with: thermocline rollouts watch ${rolloutId}`];
  const seen = new Set<string>();
  const stageLine = ({ step, cohort }: RolloutStage__Output): string => {
    const more = cohort.filter((host) => !seen.has(host));
    for (const host of more) seen.add(host);
    const does = steps[step] ? `${stepText(steps[step])}, ` : '';
    const of = `${counted(cohort.length, 'host')}, ${more.length} of them new`;
    return `step ${step + 1}: ${does}${of}${named(more, wide)}`;
  };
  const control = stages[0]?.control ?? [];
  return [
    `would start ${which}`,
    `control: ${counted(control.length, 'host')}${named(control, wide)}`,
    ...stages.map(stageLine),
    'behind the last step: all hosts of the fleet',
    'not started: this was a dry run',
  ];
}

function named(hosts: readonly string[], wide: boolean): string {
  if (hosts.length === 0) return '';
  const shown = wide ? hosts : hosts.slice(0, MOST_NAMED);
  const left = hosts.length - shown.length;
  return `: ${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}
