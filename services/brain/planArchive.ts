import type { Bus } from '../bus/connection.js';
import { follow } from '../bus/consumer.js';
import type { StreamName } from '../bus/streams.js';
import { hostSubject } from '../bus/subjects.js';
import type { GetPlanResponse } from '../contract/gen/thermocline/v1/GetPlanResponse.js';
import type { Outcome__Output } from '../contract/gen/thermocline/v1/Outcome.js';
import type { Plan__Output } from '../contract/gen/thermocline/v1/Plan.js';
import { codec, MalformedMessage } from '../contract/schema.js';
import { ThermoclineError } from '../runtime/errors.js';
import { wholeOutcome } from './storedPlan.js';

/** Clocks of brain and server differ by less. */
const CLOCK_SLACK_MS = 60_000;
/** A person waits for the answer. */
const LIMIT_MS = 4000;
/** A day of one host's outcomes is some 17,000 messages, of which a follower reads some thousand a second. */
const WHOLE_LIMIT_MS = 60_000;

/** Reads back what was let go: plans and outcomes of one host, from the streams, from when the plan was made. */
export class PlanArchive {
  private readonly plans = codec('Plan');
  private readonly signed = codec('SignedPlan');
  private readonly outcomes = codec('Outcome');

  /** `pending`: plans that were never sent, by id. */
  constructor(
    private readonly bus: Bus,
    private readonly pending: (planId: string) => Promise<Plan__Output | undefined>,
  ) {}

  /** The same answer with what it lacks, as far as the streams have it still. */
  async complete(response: GetPlanResponse): Promise<GetPlanResponse> {
    const { summary, plan, outcome } = response;
    if (!summary || (plan && outcome)) return response;
    const planId = summary.planId ?? '';
    const hostId = summary.hostId ?? '';
    const since = Number(summary.createdUnixMs) - CLOCK_SLACK_MS;
    const found = plan ?? (await this.planOf(planId, hostId, since)) ?? (await this.pending(planId));
    const isReported = Number(summary.finishedUnixMs) > 0;
    const told = outcome ?? (isReported ? await this.outcomeOf(planId, hostId, since) : undefined);
    return { summary, ...(found ? { plan: found } : {}), ...(told ? { outcome: told } : {}) };
  }

  /** Hands over every plan of a host that was sent since then, in order. Throws RPC_UNAVAILABLE where that takes too long. */
  async eachPlan(hostId: string, sinceUnixMs: number, take: (plan: Plan__Output) => void): Promise<void> {
    await this.readAll('PLANS', hostSubject('plan', hostId), sinceUnixMs, (bytes) => {
      take(this.plans.decode(this.signed.decode(bytes).plan));
    });
  }

  /** The same with its outcomes, part by part, each once. */
  async eachOutcome(hostId: string, sinceUnixMs: number, take: (outcome: Outcome__Output) => void): Promise<void> {
    const seen = new Set<string>();
    await this.readAll('OUTCOMES', hostSubject('outcome', hostId), sinceUnixMs, (bytes) => {
      const outcome = this.outcomes.decode(bytes);
      const mark = `${outcome.planId} ${outcome.part}`;
      if (seen.has(mark)) return;
      seen.add(mark);
      take(outcome);
    });
  }

  private async planOf(planId: string, hostId: string, since: number): Promise<Plan__Output | undefined> {
    let found: Plan__Output | undefined;
    await this.read('PLANS', hostSubject('plan', hostId), since, (bytes) => {
      const plan = this.plans.decode(this.signed.decode(bytes).plan);
      if (plan.planId === planId) found = plan;
      return found !== undefined;
    });
    return found;
  }

  private async outcomeOf(planId: string, hostId: string, since: number): Promise<Outcome__Output | undefined> {
    const parts = new Map<number, Outcome__Output>();
    await this.read('OUTCOMES', hostSubject('outcome', hostId), since, (bytes) => {
      const outcome = this.outcomes.decode(bytes);
      if (outcome.planId !== planId) return false;
      parts.set(outcome.part, outcome);
      return outcome.state !== 'OUTCOME_STATE_PARTIAL';
    });
    return wholeOutcome([...parts.values()]);
  }

  private async readAll(
    stream: StreamName,
    subject: string,
    sinceUnixMs: number,
    take: (bytes: Uint8Array) => void,
  ): Promise<void> {
    const all = (bytes: Uint8Array): boolean => {
      take(bytes);
      return false;
    };
    if (await this.read(stream, subject, sinceUnixMs - CLOCK_SLACK_MS, all, WHOLE_LIMIT_MS)) return;
    const says = `stream ${stream} could not be read back whole within ${WHOLE_LIMIT_MS / 1000} s; ask again`;
    throw new ThermoclineError('RPC_UNAVAILABLE', says);
  }

  /**
   * Hands over messages of a subject in order until one answers true, or there are no more. Answers whether it came to its
   * end before the limit.
   */
  private async read(
    stream: StreamName,
    subject: string,
    sinceUnixMs: number,
    take: (bytes: Uint8Array) => boolean,
    limitMs = LIMIT_MS,
  ): Promise<boolean> {
    let done: () => void = () => undefined;
    const found = new Promise<void>((resolve) => (done = resolve));
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      done();
    }, limitMs);
    const following = follow(
      this.bus,
      stream,
      subject,
      { sinceUnixMs },
      {
        receive: ({ bytes }) => {
          try {
            if (take(bytes)) done();
          } catch (error) {
            // What nobody can read is no plan of ours.
            if (!(error instanceof MalformedMessage)) throw error;
          }
        },
        unreadable: () => undefined,
      },
    );
    await Promise.race([following.caughtUp, found]);
    clearTimeout(timer);
    await following.stop();
    return !isLate;
  }
}
