import type { Command } from 'commander';
import type { Rollout__Output } from '../contract/gen/thermocline/v1/Rollout.js';
import type { ServiceClient } from '../rpc/client.js';
import { EXIT, ThermoclineError } from '../runtime/errors.js';
import { documentOf } from './document.js';
import { followed } from './followed.js';
import { type Globals, globalsOf } from './globals.js';
import { durationOption } from './optionValues.js';
import { rolloutLines } from './rolloutView.js';
import { rolloutWord } from './rolloutWords.js';
import type { Screen } from './screen.js';

/** A brain that dies is followed by another in some seconds; one that is upgraded, in minutes. */
const PATIENCE_MS = 300_000;

interface Options {
  readonly stay: boolean;
  /** Milliseconds. */
  readonly patience: number;
}

type Rollouts = ServiceClient<'RolloutService'>;

/** `thermocline rollouts watch` */
export function addRolloutWatch(rollouts: Command, screen: Screen): void {
  rollouts
    .command('watch <id>')
    .description('as it goes, until it has ended: 0 healthy, 3 rolled back, 4 came to nothing and waits for a person')
    .option('--stay', 'go on watching one that waits for a person', false)
    .option(
      '--patience <duration>',
      'watch on when the brain is away for no longer',
      durationOption('--patience'),
      PATIENCE_MS,
    )
    .action(async (rolloutId: string, { stay, patience }: Options, command: Command) => {
      const globals = globalsOf(command, screen);
      const told = new Told();
      const ended = await followed(globals, patience, (service, heard) =>
        watched(service, rolloutId, stay, (rollout) => {
          heard();
          show(rollout, told, globals);
        }),
      );
      const says = `rollout ${rolloutId}: ${ended.phaseReason}`;
      if (ended.phase === 'ROLLOUT_PHASE_DEGRADED') {
        throw new ThermoclineError('ROLLOUT_ROLLED_BACK', says, { exitCode: EXIT.rolledBack });
      }
      if (ended.phase === 'ROLLOUT_PHASE_PAUSED') {
        const allowed = `; it allows ${ended.allowedVerbs.join(', ')}`;
        throw new ThermoclineError('ROLLOUT_WAITS', says + allowed, { exitCode: EXIT.waits });
      }
    });
}

/** Watches until the rollout has ended. Undefined where the service ends the watch before. */
async function watched(
  service: Rollouts,
  rolloutId: string,
  stay: boolean,
  hear: (rollout: Rollout__Output) => void,
): Promise<Rollout__Output | undefined> {
  for await (const { rollout } of service.stream('WatchRollout', { rolloutId })) {
    if (!rollout) continue;
    hear(rollout);
    if (isEnd(rollout, stay)) return rollout;
  }
  return undefined;
}

/** A pause that a step or a person asked for is no end. */
function isEnd({ phase, pausedBy }: Rollout__Output, stay: boolean): boolean {
  if (phase === 'ROLLOUT_PHASE_HEALTHY' || phase === 'ROLLOUT_PHASE_DEGRADED') return true;
  return !stay && phase === 'ROLLOUT_PHASE_PAUSED' && (pausedBy === 'inconclusive' || pausedBy === 'fault');
}

function show(rollout: Rollout__Output, told: Told, { format, look, screen }: Globals): void {
  if (format === 'json' || format === 'yaml') screen.nextDocument(format, documentOf(rollout));
  else if (screen.isLive) screen.afresh(rolloutLines(rollout, look, Date.now()));
  else screen.lines(told.news(rollout));
}

/** What was said last, for output that only grows: nothing is said twice in a row. */
class Told {
  private state = '';
  private evidence = '';

  news({ phase, phaseReason, phaseSinceUnixMs, currentStep, steps, evidence }: Rollout__Output): string[] {
    const isBefore = phase === 'ROLLOUT_PHASE_BASELINE';
    const step = isBefore ? '' : `, step ${Math.min(currentStep + 1, steps.length)} of ${steps.length}`;
    const at = new Date(Number(phaseSinceUnixMs)).toISOString();
    const state = `${at} ${rolloutWord(phase)}${step}: ${phaseReason}`;
    const texts = evidence.map(({ text }) => `    ${text}`);
    const lines = [...(state === this.state ? [] : [state]), ...(texts.join('\n') === this.evidence ? [] : texts)];
    this.state = state;
    this.evidence = texts.join('\n');
    return lines;
  }
}
