import type { Bus } from '../bus/connection.js';
import { follow } from '../bus/consumer.js';
import { rolloutAuditSubject } from '../bus/subjects.js';
import type { RolloutAudit, RolloutAudit__Output } from '../contract/gen/thermocline/v1/RolloutAudit.js';
import type { RolloutPhase } from '../contract/gen/thermocline/v1/RolloutPhase.js';
import { codec } from '../contract/schema.js';
import type { Phase, Transition } from '../core/rollout.js';
import { ThermoclineError } from '../runtime/errors.js';

/** A person waits for the answer. */
const LIMIT_MS = 10_000;

const PHASES: Readonly<Record<Phase, RolloutPhase>> = {
  baseline: 'ROLLOUT_PHASE_BASELINE',
  progressing: 'ROLLOUT_PHASE_PROGRESSING',
  paused: 'ROLLOUT_PHASE_PAUSED',
  rollingBack: 'ROLLOUT_PHASE_ROLLING_BACK',
  healthy: 'ROLLOUT_PHASE_HEALTHY',
  degraded: 'ROLLOUT_PHASE_DEGRADED',
};

export function phaseMessage(phase: Phase): RolloutPhase {
  return PHASES[phase];
}

export function auditOf(rolloutId: string, number: number, transition: Transition): RolloutAudit {
  const { atUnixMs, who, why, from, to, fromStep, toStep, evidence } = transition;
  return {
    rolloutId,
    number,
    atUnixMs,
    who,
    why,
    fromPhase: phaseMessage(from),
    toPhase: phaseMessage(to),
    fromStep,
    toStep,
    evidence: [...evidence],
  };
}

/** Stream AUDIT: every transition of every rollout, who asked for it, when, why, and on what evidence. */
export class RolloutAudits {
  private readonly records = codec('RolloutAudit');

  constructor(private readonly bus: Bus) {}

  /** Throws what the bus throws. One that is written twice has one number, and is read once. */
  async write(record: RolloutAudit): Promise<void> {
    const { rolloutId = '', number } = record;
    const msgID = `audit-${rolloutId}-${number}`;
    await this.bus.js.publish(rolloutAuditSubject(rolloutId), this.records.encode(record), { msgID });
  }

  /** All of one rollout, in order. Throws RPC_UNAVAILABLE where they cannot be read in time. */
  async history(rolloutId: string): Promise<RolloutAudit__Output[]> {
    const byNumber = new Map<number, RolloutAudit__Output>();
    const following = follow(this.bus, 'AUDIT', rolloutAuditSubject(rolloutId), 'all', {
      receive: ({ bytes }) => {
        const record = this.records.decode(bytes);
        if (!byNumber.has(Number(record.number))) byNumber.set(Number(record.number), record);
      },
      unreadable: () => undefined,
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), LIMIT_MS);
    });
    const end = await Promise.race([following.caughtUp, late]);
    clearTimeout(timer);
    await following.stop();
    if (end === 'late') throw new ThermoclineError('RPC_UNAVAILABLE', 'stream AUDIT could not be read back; ask again');
    return [...byNumber.values()].sort((a, b) => Number(a.number) - Number(b.number));
  }
}
