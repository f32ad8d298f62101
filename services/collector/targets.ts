import picomatch from 'picomatch';
import type { ProcessFacts, ProcessPort } from '../kernel/port.js';

/** Which processes to watch. A process is a target when any part names it; with no part at all, every user process is. */
export interface TargetSpec {
  readonly pids: readonly number[];
  /** Regular expressions, searched for in the command line. */
  readonly commands: readonly string[];
  /** Globs over cgroup v2 paths, e.g. `/system.slice/*.service`. */
  readonly cgroups: readonly string[];
}

/** Says of one process whether the operator's words mean it. Throws SyntaxError for a bad regular expression. */
export function targetMatcher(spec: TargetSpec): (process: ProcessFacts) => boolean {
  const pids = new Set(spec.pids);
  const commands = spec.commands.map((text) => new RegExp(text));
  const cgroup = spec.cgroups.length > 0 ? picomatch([...spec.cgroups], { dot: true }) : () => false;
  const everything = pids.size + commands.length + spec.cgroups.length === 0;
  return (process) =>
    everything ||
    pids.has(process.identity.pid) ||
    commands.some((command) => command.test(process.command)) ||
    (process.cgroup !== undefined && cgroup(process.cgroup));
}

/** What became of the targets since the last look at the process table. */
export interface TargetChange {
  readonly targets: readonly ProcessFacts[];
  readonly started: readonly ProcessFacts[];
  /** Ended, or became another program by execve. */
  readonly ended: readonly ProcessFacts[];
}

/** All facts are read again this often, for a process may rewrite its command line. */
const FACTS_FRESH_FOR_LOOKS = 16;

interface Known {
  facts: ProcessFacts;
  looksLeft: number;
  isTarget: boolean;
}

/** Follows the targets as processes start, end and exec. Kernel threads and our own services are never targets. */
export class TargetFollower {
  /** Every user process seen at the last look, target or not, by pid. */
  private known = new Map<number, Known>();

  constructor(
    private readonly processes: ProcessPort,
    private readonly matches: (process: ProcessFacts) => boolean,
    /** Pids of Thermocline's own services on this host; their children are left out with them. */
    private readonly ownPids: () => ReadonlySet<number>,
  ) {}

  look(): TargetChange {
    const own = this.ownPids();
    const now = new Map<number, Known>();
    for (const pid of this.processes.pids()) {
      const seen = this.refreshed(pid);
      if (seen) now.set(pid, seen);
    }
    const started: ProcessFacts[] = [];
    const ended: ProcessFacts[] = [];
    for (const [pid, seen] of now) {
      seen.isTarget = !seen.facts.kernelThread && this.matches(seen.facts) && !descends(pid, own, now);
      const before = this.known.get(pid);
      const same = before !== undefined && sameIdentity(before.facts, seen.facts);
      if (seen.isTarget && !(same && before.isTarget)) started.push(seen.facts);
    }
    for (const [pid, before] of this.known) {
      const after = now.get(pid);
      const goesOn = after?.isTarget === true && sameIdentity(before.facts, after.facts);
      if (before.isTarget && !goesOn) ended.push(before.facts);
    }
    // `isTarget` of an entry that is carried over must not change under `known` above, so entries are made anew.
    this.known = now;
    return { targets: [...now.values()].filter((each) => each.isTarget).map((each) => each.facts), started, ended };
  }

  private refreshed(pid: number): Known | undefined {
    const before = this.known.get(pid);
    if (before && before.looksLeft > 0) {
      // Of hundreds, none ever a target: one that ended, and whose number a process got, is noticed some looks later.
      if (before.facts.kernelThread) return { ...before, looksLeft: before.looksLeft - 1 };
      const identity = this.processes.identity(pid);
      if (!identity) return undefined;
      if (sameIdentity(before.facts, { identity })) {
        const facts = before.isTarget ? this.withCgroup(before.facts) : before.facts;
        return { facts, looksLeft: before.looksLeft - 1, isTarget: false };
      }
    }
    const facts = this.processes.facts(pid);
    return facts && { facts, looksLeft: FACTS_FRESH_FOR_LOOKS, isTarget: false };
  }

  /** A target's cgroup is read at each look: limits go by it, and the one before may have become another's. */
  private withCgroup(facts: ProcessFacts): ProcessFacts {
    const cgroup = this.processes.cgroup(facts.identity.pid);
    return cgroup === facts.cgroup ? facts : { ...facts, cgroup };
  }
}

function sameIdentity(a: Pick<ProcessFacts, 'identity'>, b: Pick<ProcessFacts, 'identity'>): boolean {
  return (
    a.identity.pid === b.identity.pid &&
    a.identity.startTicks === b.identity.startTicks &&
    a.identity.startStack === b.identity.startStack &&
    a.identity.exeInode === b.identity.exeInode
  );
}

/** Whether a process or one of its ancestors is among these pids. */
function descends(pid: number, from: ReadonlySet<number>, table: ReadonlyMap<number, Known>): boolean {
  // A process table read in one go can hold a loop when pids are reused meanwhile, so the walk is bounded.
  for (let at = pid, steps = 0; at > 1 && steps < 64; steps++) {
    if (from.has(at)) return true;
    at = table.get(at)?.facts.parent ?? 0;
  }
  return false;
}
