import type { Pipeline } from '../bus/pipeline.js';
import { CONTROL_ALL, hostSubject } from '../bus/subjects.js';
import type { Control } from '../contract/gen/thermocline/v1/Control.js';
import { partitionOf } from '../contract/ids.js';
import { codec } from '../contract/schema.js';
import { type SigningKey, signBytes } from '../contract/signature.js';
import { type ControlState, controlMessage } from './control.js';

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
    const sent = hostIds.map(async (hostId) => {
      const lowestFencingToken = tokenOf(partitionOf(hostId));
      if (lowestFencingToken === undefined || this.told.get(hostId) === lowestFencingToken) return;
      const scope = { hostId, lowestFencingToken };
      const message = controlMessage(this.state, scope, this.nextSequence(), this.unixMs());
      await this.send(hostSubject('control', hostId), message);
      this.told.set(hostId, lowestFencingToken);
    });
    await Promise.all(sent);
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
