import type { HostPort } from '../kernel/port.js';
import { describe } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import { MoverLost } from './moverLost.js';
import type { MoverName } from './moverName.js';
import type { BatchReport, MoveBatch, Mover, MoverProbe, SurveyReport, SurveyRequest } from './moverPort.js';
import type { SpaceKind } from './moveSpace.js';

/** So often in a row one more batch could have begun before another mover is started: it costs a process, and must be needed. */
const WANTED = 3;
/**
 * Nor is one started while tasks wait for a CPU this share of the time (PSI's `some avg10` of cpu, 0..1): it would take it from them, and what
 * all of them take longer for it would not gain. In the lab waiting had 8 to 15 % where a second mover gained 40 %, and 45 % where it lost.
 */
const MOST_CPU_PRESSURE = 0.25;

interface Member {
  readonly mover: Mover;
  /** Requests that it has not answered yet. */
  asked: number;
}

/**
 * Movers of one kind side by side, each of which moves one batch at a time. The kernel moves pages of one process for several callers at
 * once: they hold its mmap lock shared (do_pages_move, mm/migrate.c). Only the first mover is there from the start; the others are
 * started one by one, when the limits would let more batches begin than those there can take, and the host has CPUs for it.
 */
export class MoverTeam implements Mover {
  readonly name: MoverName;
  readonly serves: readonly SpaceKind[];
  private readonly first: Mover;
  private readonly members: Member[];
  private readonly asleep: Mover[];
  private readonly host: Pick<HostPort, 'cpuPressure'>;
  private readonly logger: Logger;
  private losses = 0;
  private lastLoss = '';
  private isWaking = false;
  private closed = false;
  private wanted = 0;

  /** All of one name, none of them asked before. */
  constructor([first, ...others]: readonly [Mover, ...Mover[]], host: Pick<HostPort, 'cpuPressure'>, logger: Logger) {
    this.first = first;
    this.name = first.name;
    this.serves = first.serves;
    this.members = [{ mover: first, asked: 0 }];
    this.asleep = others;
    this.host = host;
    this.logger = logger;
  }

  get width(): number {
    return this.members.length;
  }

  get loss(): string | undefined {
    if (this.losses === 0) return undefined;
    const which = `${this.losses} of the processes of ${this.name}`;
    return `${which} went for good; the others go on without them until the actuator is started anew: ${this.lastLoss}`;
  }

  wantsWider(wanted: boolean): void {
    this.wanted = wanted ? this.wanted + 1 : 0;
    if (this.wanted < WANTED || this.isWaking || this.asleep.length === 0) return;
    if ((this.host.cpuPressure()?.someAvg10 ?? 0) <= MOST_CPU_PRESSURE) void this.wake();
  }

  probe(): Promise<MoverProbe> {
    return this.first.probe();
  }

  survey(request: SurveyRequest): Promise<SurveyReport> {
    return this.ask((mover) => mover.survey(request));
  }

  /** A batch that was lost with its mover is handed to another as a resumed one: that asks where the pages are before it moves any. */
  move(batch: MoveBatch): Promise<BatchReport> {
    return this.ask((mover, again) => mover.move(again ? { ...batch, resumed: true } : batch));
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.members.map(({ mover }) => mover), ...this.asleep].map((mover) => mover.close()));
  }

  /** Asks the one that has least to do; where that is lost for good, another. Rejects where none is left, and with what a mover answers. */
  private async ask<T>(what: (mover: Mover, again: boolean) => Promise<T>): Promise<T> {
    for (let again = false; ; again = true) {
      const member = this.members.reduce((least, each) => (each.asked < least.asked ? each : least));
      member.asked++;
      try {
        return await what(member.mover, again);
      } catch (error) {
        const isLast = this.members.length === 1 && this.members[0] === member;
        if (!(error instanceof MoverLost) || isLast || this.closed) throw error;
        await this.leaveOut(member, error);
      } finally {
        member.asked--;
      }
    }
  }

  /** For good, once: it would end plan after plan. */
  private async leaveOut(member: Member, error: unknown): Promise<void> {
    const at = this.members.indexOf(member);
    if (at < 0) return;
    this.members.splice(at, 1);
    this.lose(describe(error));
    this.logger.warn({ mover: this.name, error: this.lastLoss }, 'a mover is lost; going on with the others');
    await member.mover.close();
  }

  private lose(how: string): void {
    this.losses++;
    this.lastLoss = how;
  }

  /** One that does not work is left out for good, and said so. It counts as asleep until it is known to work. */
  private async wake(): Promise<void> {
    const [mover] = this.asleep;
    if (!mover || this.closed) return;
    this.isWaking = true;
    const reason = await mover.probe().then(({ works, text }) => (works ? undefined : text), describe);
    if (this.closed) return;
    this.asleep.shift();
    if (reason === undefined) this.members.push({ mover, asked: 0 });
    else {
      this.lose(reason);
      this.logger.warn({ mover: this.name, reason }, 'a further mover does not work; going on without it');
      await mover.close();
    }
    this.wanted = 0;
    this.isWaking = false;
  }
}
