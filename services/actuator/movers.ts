import type { MoverName } from './moverName.js';
import type { Mover, MoverProbe } from './moverPort.js';
import type { MoveSpace, SpaceKind } from './moveSpace.js';
import type { SkipReason } from './verdict.js';

/** The mover that serves a kind of space where the plan names none. */
const BY_KIND: Readonly<Record<SpaceKind, MoverName>> = {
  process: 'move-pages',
  file: 'own-mapping',
  physical: 'damos',
};

/** No mover for these moves, and why: a reason for the outcome and a sentence for people. */
export interface NoMover {
  readonly reason: Extract<SkipReason, 'space-not-supported' | 'mover-does-not-work' | 'no-capability'>;
  readonly text: string;
}

/** One mover and what its trial said. */
export interface ProbedMover {
  readonly mover: Mover;
  readonly probe: MoverProbe;
}

/** What a move asks for: its space, and a mover where the plan names one. */
export interface MoverWish {
  readonly space: MoveSpace;
  readonly mover: MoverName | undefined;
}

/** The movers of this actuator by name, and which of them work here. */
export class Movers {
  private readonly probed = new Map<MoverName, ProbedMover>();

  private constructor(probed: readonly ProbedMover[]) {
    for (const each of probed) this.probed.set(each.mover.name, each);
  }

  /** Tries every mover, one after the other. A trial that is itself lost counts as one that did not work. */
  static async probe(movers: readonly Mover[]): Promise<Movers> {
    const probed: ProbedMover[] = [];
    for (const mover of movers) probed.push({ mover, probe: await trial(mover) });
    return new Movers(probed);
  }

  /** Movers that are known to work. */
  static of(...movers: readonly Mover[]): Movers {
    return new Movers(movers.map((mover) => ({ mover, probe: { works: true, code: undefined, text: '' } })));
  }

  /** In the order they were given in. */
  get all(): readonly ProbedMover[] {
    return [...this.probed.values()];
  }

  /** The mover for these moves, or why there is none. */
  find({ space, mover }: MoverWish): Mover | NoMover {
    const name = mover ?? BY_KIND[space.kind];
    const found = this.probed.get(name);
    if (!found) return { reason: 'space-not-supported', text: `this actuator has no mover ${name} (${space.kind})` };
    if (!found.mover.serves.includes(space.kind)) {
      return { reason: 'space-not-supported', text: `${name} moves no pages of a ${space.kind}` };
    }
    if (found.probe.works) return found.mover;
    const reason = found.probe.code === 'NO_CAPABILITY' ? 'no-capability' : 'mover-does-not-work';
    return { reason, text: `${name} does not work here: ${found.probe.text}` };
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map(({ mover }) => mover.close()));
  }
}

export function isMover(found: Mover | NoMover): found is Mover {
  return 'move' in found;
}

async function trial(mover: Mover): Promise<MoverProbe> {
  try {
    return await mover.probe();
  } catch (error) {
    return { works: false, code: 'CHILD_FAILED', text: error instanceof Error ? error.message : String(error) };
  }
}
