import type { Bus } from '../bus/connection.js';
import { type Following, type From, follow, type Receiver } from '../bus/consumer.js';
import { everySubject, partitionSubject } from '../bus/subjects.js';
import { PARTITIONS } from '../contract/ids.js';
import type { TakenKind } from './messages.js';

/** How far back ACCESS is read: ages up to this are known again. */
const ACCESS_REPLAY_MS = 20 * 60_000;
/** How far back plans and outcomes are read, for people and for residence times. */
const PLANS_REPLAY_MS = 60 * 60_000;

/** Plans first, then what was seen, then what became of the plans: each builds on the one before. */
const STREAMS = [
  { stream: 'PLANS', kind: 'plan', replayMs: PLANS_REPLAY_MS },
  { stream: 'ACCESS', kind: 'access', replayMs: ACCESS_REPLAY_MS },
  { stream: 'OUTCOMES', kind: 'outcome', replayMs: PLANS_REPLAY_MS },
] as const;

/** One reader a stream. */
type Feed = Map<TakenKind, Following>;

/**
 * What a brain reads of the three streams. A brain alone reads each as a whole, for a consumer a partition costs the server
 * almost twice the CPU a message (measured: 252 in place of 144 µs); with others beside it, it reads partition by partition.
 */
export class Feeds {
  private whole: Feed | undefined;
  private readonly single = new Map<string, Feed>();

  constructor(
    private readonly bus: Bus,
    private readonly receivers: Readonly<Record<TakenKind, Receiver>>,
    private readonly unixMs: () => number,
  ) {}

  /** Reads back, then follows. Resolves when what there was at the start has been received. */
  async open(partitions: readonly string[]): Promise<void> {
    if (partitions.length === PARTITIONS) {
      this.whole = new Map();
      await this.read(this.whole, everySubject);
      return;
    }
    const feeds = partitions.map((partition) => {
      const feed: Feed = new Map();
      this.single.set(partition, feed);
      return { partition, feed };
    });
    for (const part of STREAMS) {
      const begun = feeds.map(({ partition, feed }) => {
        const following = this.follow(part, partitionSubject(part.kind, partition), this.since(part.replayMs));
        feed.set(part.kind, following);
        return following.caughtUp;
      });
      await Promise.all(begun);
    }
  }

  /** Reads them no longer; the rest goes on where it was. */
  async close(partitions: readonly string[]): Promise<void> {
    if (this.whole) await this.divide(new Set(partitions));
    await Promise.all(
      partitions.map(async (partition) => {
        const feed = this.single.get(partition);
        this.single.delete(partition);
        await stop(feed);
      }),
    );
  }

  async stop(): Promise<void> {
    await Promise.all([stop(this.whole), ...[...this.single.values()].map(stop)]);
  }

  /** From one reader a stream to one a partition, each from where the one was. */
  private async divide(without: ReadonlySet<string>): Promise<void> {
    const { whole } = this;
    this.whole = undefined;
    await stop(whole);
    for (let i = 0; i < PARTITIONS; i++) {
      const partition = String(i).padStart(2, '0');
      if (without.has(partition)) continue;
      const feed: Feed = new Map();
      this.single.set(partition, feed);
      for (const part of STREAMS) {
        const position = whole?.get(part.kind)?.position();
        const from = position === undefined ? this.since(part.replayMs) : { streamSequence: position };
        feed.set(part.kind, this.follow(part, partitionSubject(part.kind, partition), from));
      }
    }
  }

  private async read(feed: Feed, subject: (kind: TakenKind) => string): Promise<void> {
    for (const part of STREAMS) {
      const following = this.follow(part, subject(part.kind), this.since(part.replayMs));
      feed.set(part.kind, following);
      await following.caughtUp;
    }
  }

  private follow({ stream, kind }: (typeof STREAMS)[number], filter: string, from: From): Following {
    return follow(this.bus, stream, filter, from, this.receivers[kind]);
  }

  private since(replayMs: number): From {
    return { sinceUnixMs: this.unixMs() - replayMs };
  }
}

async function stop(feed: Feed | undefined): Promise<void> {
  await Promise.all([...(feed?.values() ?? [])].map((following) => following.stop()));
}
