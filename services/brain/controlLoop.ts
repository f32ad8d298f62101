import type { Pipeline } from '../bus/pipeline.js';
import { CONTROL_ALL, hostSubject } from '../bus/subjects.js';
import type { Control } from '../contract/gen/thermocline/v1/Control.js';
import { partitionOf } from '../contract/ids.js';
import { codec } from '../contract/schema.js';
import { type SigningKey, signBytes } from '../contract/signature.js';
import { type ControlState, controlMessage } from './control.js';

/** Some 10 ms of signing. */
const HOSTS_AT_A_TIME = 100;

/**
 * Tells actuators, again and again, what holds: one that hears nothing begins nothing. All hear the same; a host hears of its
 * own when its partition changes hands, for then lower fencing tokens are void. What was told a host stays in the stream.
 */
export class ControlLoop {
  private readonly controls = codec('Control');
  private readonly signed = codec('SignedControl');
  /** By host, the fencing token that it was told. */
  private readonly told = new Map<string, number>();
  private lastSequence = 0;

  constructor(
    private readonly pipeline: Pick<Pipeline, 'publish'>,
    private readonly key: SigningKey,
    readonly state: ControlState,
    private readonly unixMs: () => number,
  ) {}

  /** To all. */
  async tell(): Promise<void> {
    await this.send(CONTROL_ALL, controlMessage(this.state, 'all', this.nextSequence(), this.unixMs()));
  }

  /** To those of these hosts that have not been told of their partition's token; `tokenOf` of a partition that is not held is undefined. */
  async tellTokens(hostIds: readonly string[], tokenOf: (partition: string) => number | undefined): Promise<void> {
    const untold = hostIds.filter((hostId) => {
      const token = tokenOf(partitionOf(hostId));
      return token !== undefined && this.told.get(hostId) !== token;
    });
    for (let first = 0; first < untold.length; first += HOSTS_AT_A_TIME) {
      const sent = untold.slice(first, first + HOSTS_AT_A_TIME).map((hostId) => this.tellToken(hostId, tokenOf));
      // Other messages come in between.
      await Promise.all([...sent, new Promise((resolve) => setImmediate(resolve))]);
    }
  }

  private async tellToken(hostId: string, tokenOf: (partition: string) => number | undefined): Promise<void> {
    const lowestFencingToken = tokenOf(partitionOf(hostId));
    if (lowestFencingToken === undefined) return;
    const scope = { hostId, lowestFencingToken };
    const message = controlMessage(this.state, scope, this.nextSequence(), this.unixMs());
    await this.send(hostSubject('control', hostId), message);
    this.told.set(hostId, lowestFencingToken);
  }

  private nextSequence(): number {
    this.lastSequence = Math.max(this.lastSequence + 1, this.unixMs());
    return this.lastSequence;
  }

  private async send(subject: string, message: Control): Promise<void> {
    const control = this.controls.encode(message);
    const signature = signBytes('control', control, this.key);
    const bytes = this.signed.encode({ control, keyId: this.key.keyId, signature });
    await this.pipeline.publish(subject, bytes, `${subject}-${message.envelope?.sequence}`);
  }
}
