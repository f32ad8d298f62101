import type { PagePort, ProcessIdentity, ProcessPort } from '../kernel/port.js';
import type { BatchEnd } from './moverPort.js';

/** Descriptors held at once; the target least lately used gives its own up. */
const MOST_HELD = 256;

interface HeldTarget {
  readonly identity: ProcessIdentity;
  readonly pidfd: number;
}

/**
 * The processes that batches are for, each held by a pidfd. The descriptor is opened before the identity is checked and
 * found alive after the call, so the number belonged to one and the same process from the check to the end of the call.
 */
export class Targets {
  /** By pid, in order of use. */
  private readonly held = new Map<number, HeldTarget>();
  /** Identities that died under a call or turned out to be another: nothing more is sent to them. */
  private readonly lost = new Map<number, ProcessIdentity>();
  private readonly processes: ProcessPort;
  private readonly pages: PagePort;

  constructor(processes: ProcessPort, pages: PagePort) {
    this.processes = processes;
    this.pages = pages;
  }

  /** To be called right before each call on the target: undefined when the call may be made, else why not. */
  check(wanted: ProcessIdentity): BatchEnd | undefined {
    const lost = this.lost.get(wanted.pid);
    if (lost && sameProcess(wanted, lost) === undefined) {
      return { reason: 'process-gone', text: `pid ${wanted.pid} was lost before` };
    }
    // Without an exec mark a process that ran another program since the plan would pass for the one planned for.
    if (wanted.startStack === '0' && wanted.exeInode === 0) {
      return { reason: 'identity-unproven', text: `the plan has no exec mark for pid ${wanted.pid}` };
    }
    const fresh = this.hold(wanted);
    if (!fresh) return { reason: 'process-gone', text: `pid ${wanted.pid} does not exist` };
    const now = this.processes.identity(wanted.pid);
    if (!now) return this.drop(wanted, 'process-gone', `pid ${wanted.pid} is gone`);
    const difference = sameProcess(wanted, now);
    if (difference === undefined) return undefined;
    return this.drop(wanted, 'identity-changed', `pid ${wanted.pid}: ${difference}`);
  }

  /** To be called right after each call: undefined when the number was one process's until now, the one checked or confirmed last. */
  alive(wanted: ProcessIdentity): BatchEnd | undefined {
    const held = this.held.get(wanted.pid);
    if (held && this.pages.pidfdAlive(held.pidfd)) return undefined;
    return this.lose(wanted, `pid ${wanted.pid} died around the call; its effect is unknown`);
  }

  /** To be called after the last of some calls: undefined when they reached the process, and the program, they were meant for. */
  confirm(wanted: ProcessIdentity): BatchEnd | undefined {
    const died = this.alive(wanted);
    if (died) return died;
    const now = this.processes.identity(wanted.pid);
    const difference = now ? sameProcess(wanted, now) : 'it is gone';
    return difference === undefined ? undefined : this.lose(wanted, `pid ${wanted.pid} around the call: ${difference}`);
  }

  /** The descriptor that holds a process which `check` has let pass. */
  pidfdOf({ pid }: ProcessIdentity): number {
    const held = this.held.get(pid);
    if (!held) throw new RangeError(`pid ${pid} was not checked`);
    return held.pidfd;
  }

  close(): void {
    for (const { pidfd } of this.held.values()) this.pages.pidfdClose(pidfd);
    this.held.clear();
  }

  private hold(wanted: ProcessIdentity): boolean {
    const before = this.held.get(wanted.pid);
    if (before) {
      this.held.delete(wanted.pid);
      if (sameProcess(wanted, before.identity) === undefined && this.pages.pidfdAlive(before.pidfd)) {
        this.held.set(wanted.pid, before);
        return true;
      }
      this.pages.pidfdClose(before.pidfd);
    }
    const pidfd = this.pages.pidfdOpen(wanted.pid);
    if (pidfd === undefined) return false;
    this.held.set(wanted.pid, { identity: wanted, pidfd });
    for (const [pid, oldest] of this.held) {
      if (this.held.size <= MOST_HELD) break;
      this.pages.pidfdClose(oldest.pidfd);
      this.held.delete(pid);
    }
    return true;
  }

  private lose(wanted: ProcessIdentity, text: string): BatchEnd {
    this.lost.set(wanted.pid, wanted);
    for (const pid of this.lost.keys()) {
      if (this.lost.size <= MOST_HELD) break;
      this.lost.delete(pid);
    }
    return this.drop(wanted, 'target-died', text);
  }

  private drop(wanted: ProcessIdentity, reason: BatchEnd['reason'], text: string): BatchEnd {
    const held = this.held.get(wanted.pid);
    if (held) this.pages.pidfdClose(held.pidfd);
    this.held.delete(wanted.pid);
    return { reason, text };
  }
}

/**
 * Undefined when `found` is the process that the plan was made for, else in what it differs. An exec mark that the plan
 * lacks ("0": its collector could not read it) is not compared; one that it has must be there.
 */
export function sameProcess(wanted: ProcessIdentity, found: ProcessIdentity): string | undefined {
  if (wanted.pid !== found.pid || wanted.startTicks !== found.startTicks) {
    return `started at tick ${found.startTicks}, the plan is for the one of tick ${wanted.startTicks}`;
  }
  if (wanted.startStack !== '0' && wanted.startStack !== found.startStack)
    return 'it ran another program since (stack)';
  if (wanted.exeInode !== 0 && wanted.exeInode !== found.exeInode) return 'it ran another program since (exe)';
  return undefined;
}
