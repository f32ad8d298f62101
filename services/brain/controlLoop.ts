import type { Bus } from '../bus/connection.js';
import { CONTROL_ALL, hostSubject } from '../bus/subjects.js';
import type { Control } from '../contract/gen/thermocline/v1/Control.js';
import { partitionOf } from '../contract/ids.js';
import { codec } from '../contract/schema.js';
import { type SigningKey, signBytes } from '../contract/signature.js';
import { type ControlState, controlMessage } from './control.js';
import type { FleetHost } from './fleet.js';
import type { Leases } from './leases.js';

/** Tells actuators, again and again, what holds: one that hears nothing begins nothing. */
export class ControlLoop {
  private readonly controls = codec('Control');
  private readonly signed = codec('SignedControl');
  private lastSequence = 0;

  constructor(
    private readonly bus: Bus,
    private readonly leases: Leases,
    private readonly key: SigningKey,
    readonly state: ControlState,
    private readonly unixMs: () => number,
  ) {}

  /** To all, and to each of these hosts whose partition this brain holds. */
  async tell(hosts: readonly FleetHost[]): Promise<void> {
    await this.send(CONTROL_ALL, controlMessage(this.state, 'all', this.nextSequence(), this.unixMs()));
    for (const host of hosts) {
      const lowestFencingToken = await this.leases.hold(partitionOf(host.hostId));
      if (lowestFencingToken === undefined) continue;
      const scope = { hostId: host.hostId, lowestFencingToken };
      await this.send(
        hostSubject('control', host.hostId),
        controlMessage(this.state, scope, this.nextSequence(), this.unixMs()),
      );
    }
  }

  private nextSequence(): number {
    this.lastSequence = Math.max(this.lastSequence + 1, this.unixMs());
    return this.lastSequence;
  }

  private async send(subject: string, message: Control): Promise<void> {
    const control = this.controls.encode(message);
    const signature = signBytes('control', control, this.key);
    await this.bus.js.publish(subject, this.signed.encode({ control, keyId: this.key.keyId, signature }));
  }
}
