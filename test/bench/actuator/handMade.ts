import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outcomeCodec, planCodec, signedPlanCodec } from '../../../services/actuator/wire.js';
import { type Bus, connectBus } from '../../../services/bus/connection.js';
import { hostSubject } from '../../../services/bus/subjects.js';
import type { Outcome__Output } from '../../../services/contract/gen/thermocline/v1/Outcome.js';
import type { SpaceMoves } from '../../../services/contract/gen/thermocline/v1/SpaceMoves.js';
import { type SigningKey, signBytes, signingKeyFrom } from '../../../services/contract/signature.js';
import { natsSection } from '../../../services/runtime/configTypes.js';

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
/** Above what the brain of a bench can reach, so that its own plans, of which there are none, would be the refused ones. */
const FENCING_TOKEN = 2 ** 40;
const OUTCOME_TIMEOUT_MS = 300_000;

/** Plans made by hand, signed with the brain's key, sent over a real NATS server; and what became of them. */
export class HandMade {
  private sequence = Date.now();
  private readonly waiting = new Map<string, (outcome: Outcome__Output) => void>();
  /** Message ids of the outcomes that came, by plan: a repeat has that of the first. */
  private readonly heard = new Map<string, Set<string>>();

  private constructor(
    private readonly bus: Bus,
    private readonly key: SigningKey,
    private readonly hostId: string,
    private readonly bootId: string,
  ) {
    bus.nats.subscribe(hostSubject('outcome', hostId), {
      callback: (_, message) => {
        const outcome = outcomeCodec.decode(message.data);
        const ids = this.heard.get(outcome.planId) ?? new Set<string>();
        this.heard.set(outcome.planId, ids.add(`${outcome.envelope?.sequence}`));
        if (outcome.state !== 'OUTCOME_STATE_PARTIAL') this.waiting.get(outcome.planId)?.(outcome);
      },
    });
  }

  /** `stackDir` holds the key. Throws what the bus throws. */
  static async open(natsUrl: string, stackDir: string, hostId: string): Promise<HandMade> {
    const section = natsSection.parse({ servers: [natsUrl], connectTimeout: '60s' });
    const bus = await connectBus(section, 'bench', SILENT);
    const key = signingKeyFrom(readFileSync(join(stackDir, 'plan-signing.pem'), 'utf8'));
    return new HandMade(bus, key, hostId, readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  }

  /** Publishes a plan of these moves and resolves with its last outcome. Rejects after five minutes without one. */
  async carryOut(spaces: SpaceMoves[]): Promise<Outcome__Output> {
    const sequence = this.sequence++;
    const planId = `hand-made-${sequence}`;
    const bytes = planCodec.encode({
      envelope: { schemaVersion: 1, hostId: this.hostId, bootId: this.bootId, sequence, createdUnixMs: Date.now() },
      planId,
      expiresUnixMs: Date.now() + 3_600_000,
      policyName: 'hand-made',
      policyRevision: 1,
      fencingToken: FENCING_TOKEN,
      pageSize: 4096,
      spaces,
    });
    const signed = { plan: bytes, keyId: this.key.keyId, signature: signBytes('plan', bytes, this.key) };
    const ended = new Promise<Outcome__Output>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no outcome of ${planId}`)), OUTCOME_TIMEOUT_MS);
      this.waiting.set(planId, (outcome) => {
        clearTimeout(late);
        resolve(outcome);
      });
    });
    await this.bus.js.publish(hostSubject('plan', this.hostId), signedPlanCodec.encode(signed));
    const outcome = await ended;
    this.waiting.delete(planId);
    return outcome;
  }

  /** How many outcomes of a plan came, repeats apart. */
  heardOf(planId: string): number {
    return this.heard.get(planId)?.size ?? 0;
  }

  async close(): Promise<void> {
    await this.bus.close();
  }
}
