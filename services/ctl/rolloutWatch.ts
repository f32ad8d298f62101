import type { Command } from 'commander';
import type { Rollout__Output } from '../contract/gen/thermocline/v1/Rollout.js';
import { EXIT, ThermoclineError } from '../runtime/errors.js';
import { documentOf } from './document.js';
import { type Globals, globalsOf, withService } from './globals.js';
import { rolloutLines } from './rolloutView.js';
import { rolloutWord } from './rolloutWords.js';
import type { Screen } from './screen.js';

/** `thermocline rollouts watch` */
export function addRolloutWatch(rollouts: Command, screen: Screen): void {
  rollouts
    .command('watch <id>')
    .description('as it goes, until it has ended: 0 healthy, 3 rolled back, 4 came to nothing and waits for a person')
    .option('--stay', 'go on watching one that waits for a person', false)
    .action(async (rolloutId: string, { stay }: { stay: boolean }, command: Command) => {
      const globals = globalsOf(command, screen);
      const told = new Told();
      const ended = await withService('RolloutService', globals, async (service) => {
        for await (const { rollout } of service.stream('WatchRollout', { rolloutId })) {
          if (!rollout) continue;
          show(rollout, told, globals);
          if (isEnd(rollout, stay)) return rollout;
        }
        return undefined;
      });
      if (!ended) {
        throw new ThermoclineError('RPC_UNAVAILABLE', `${globals.server} ended the watch; is the service stopping?`);
      }
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
