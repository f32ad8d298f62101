import { controlCodec, planCodec, signedControlCodec, signedPlanCodec } from '../../../../services/actuator/wire.js';
import type { Control } from '../../../../services/contract/gen/thermocline/v1/Control.js';
import type { Plan } from '../../../../services/contract/gen/thermocline/v1/Plan.js';
import type { SpaceMoves } from '../../../../services/contract/gen/thermocline/v1/SpaceMoves.js';
import { encodeRanges } from '../../../../services/contract/ranges.js';
import {
  generateSigningKey,
  type SigningKey,
  signBytes,
  signingKeyFrom,
  type TrustedKeys,
  trustedKeysFrom,
} from '../../../../services/contract/signature.js';
import type { ProcessIdentity } from '../../../../services/kernel/port.js';

export const HOST = 'host-a';
export const BOOT = '00000000-0000-4000-8000-000000000001';

const pair = generateSigningKey();
export const PUBLIC_PEM = pair.publicPem;
export const SIGNER: SigningKey = signingKeyFrom(pair.privatePem);
export const TRUSTED: TrustedKeys = trustedKeysFrom([pair.publicPem]);
export const STRANGER: SigningKey = signingKeyFrom(generateSigningKey().privatePem);

export interface MovesSpec {
  readonly target: ProcessIdentity;
  readonly from: number;
  readonly to: number;
  /** [start page, pages] of each move. */
  readonly ranges: readonly (readonly [number, number])[];
}

export function moves({ target, from, to, ranges }: MovesSpec): SpaceMoves {
  return {
    space: { process: { ...target } },
    direction: to < from ? 'DIRECTION_PROMOTION' : 'DIRECTION_DEMOTION',
    fromNode: from,
    toNode: to,
    ranges: encodeRanges({ startPage: ranges.map(([start]) => start), pages: ranges.map(([, pages]) => pages) }),
  };
}

/** A plan that holds here, but for what is changed. */
export function plan(sequence: number, spaces: SpaceMoves[], changes: Partial<Plan> = {}): Plan {
  return {
    envelope: { schemaVersion: 1, hostId: HOST, bootId: BOOT, sequence, createdUnixMs: 0 },
    planId: `plan-${sequence}`,
    expiresUnixMs: 4_000_000_000_000,
    policyName: 'default',
    policyRevision: 1,
    fencingToken: 1,
    pageSize: 4096,
    spaces,
    ...changes,
  };
}

export function signed(message: Plan, key: SigningKey = SIGNER): Uint8Array {
  const bytes = planCodec.encode(message);
  return signedPlanCodec.encode({ plan: bytes, keyId: key.keyId, signature: signBytes('plan', bytes, key) });
}

export function control(sequence: number, changes: Partial<Control> = {}, createdUnixMs = 0): Control {
  return {
    envelope: { schemaVersion: 1, hostId: HOST, bootId: '', sequence, createdUnixMs },
    lowestFencingToken: 0,
    ...changes,
  };
}

export function signedControl(message: Control, key: SigningKey = SIGNER): Uint8Array {
  const bytes = controlCodec.encode(message);
  return signedControlCodec.encode({ control: bytes, keyId: key.keyId, signature: signBytes('control', bytes, key) });
}
