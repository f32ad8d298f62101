import { type Translation, translation } from './definitions.js';
import type { AccessBatch, AccessBatch__Output } from './gen/thermocline/v1/AccessBatch.js';
import type { ActivePolicy, ActivePolicy__Output } from './gen/thermocline/v1/ActivePolicy.js';
import type { ApprovalEntry, ApprovalEntry__Output } from './gen/thermocline/v1/ApprovalEntry.js';
import type { BudgetNeeds, BudgetNeeds__Output } from './gen/thermocline/v1/BudgetNeeds.js';
import type { BudgetShares, BudgetShares__Output } from './gen/thermocline/v1/BudgetShares.js';
import type { Control, Control__Output } from './gen/thermocline/v1/Control.js';
import type { DeadLetter, DeadLetter__Output } from './gen/thermocline/v1/DeadLetter.js';
import type { Hint, Hint__Output } from './gen/thermocline/v1/Hint.js';
import type { HostFacts, HostFacts__Output } from './gen/thermocline/v1/HostFacts.js';
import type { HostNumbers, HostNumbers__Output } from './gen/thermocline/v1/HostNumbers.js';
import type { HostNumbersAsk, HostNumbersAsk__Output } from './gen/thermocline/v1/HostNumbersAsk.js';
import type { HostState, HostState__Output } from './gen/thermocline/v1/HostState.js';
import type { KeptRollout, KeptRollout__Output } from './gen/thermocline/v1/KeptRollout.js';
import type { Lease, Lease__Output } from './gen/thermocline/v1/Lease.js';
import type { LookRequest, LookRequest__Output } from './gen/thermocline/v1/LookRequest.js';
import type { LookResponse, LookResponse__Output } from './gen/thermocline/v1/LookResponse.js';
import type { Outcome, Outcome__Output } from './gen/thermocline/v1/Outcome.js';
import type { Plan, Plan__Output } from './gen/thermocline/v1/Plan.js';
import type { Policy, Policy__Output } from './gen/thermocline/v1/Policy.js';
import type { RolloutAudit, RolloutAudit__Output } from './gen/thermocline/v1/RolloutAudit.js';
import type { SignedControl, SignedControl__Output } from './gen/thermocline/v1/SignedControl.js';
import type { SignedPlan, SignedPlan__Output } from './gen/thermocline/v1/SignedPlan.js';
import type { SpaceKey, SpaceKey__Output } from './gen/thermocline/v1/SpaceKey.js';

export interface Messages {
  AccessBatch: { in: AccessBatch; out: AccessBatch__Output };
  ApprovalEntry: { in: ApprovalEntry; out: ApprovalEntry__Output };
  ActivePolicy: { in: ActivePolicy; out: ActivePolicy__Output };
  BudgetNeeds: { in: BudgetNeeds; out: BudgetNeeds__Output };
  BudgetShares: { in: BudgetShares; out: BudgetShares__Output };
  Control: { in: Control; out: Control__Output };
  DeadLetter: { in: DeadLetter; out: DeadLetter__Output };
  Hint: { in: Hint; out: Hint__Output };
  HostFacts: { in: HostFacts; out: HostFacts__Output };
  HostNumbers: { in: HostNumbers; out: HostNumbers__Output };
  HostNumbersAsk: { in: HostNumbersAsk; out: HostNumbersAsk__Output };
  HostState: { in: HostState; out: HostState__Output };
  KeptRollout: { in: KeptRollout; out: KeptRollout__Output };
  RolloutAudit: { in: RolloutAudit; out: RolloutAudit__Output };
  LookRequest: { in: LookRequest; out: LookRequest__Output };
  LookResponse: { in: LookResponse; out: LookResponse__Output };
  Lease: { in: Lease; out: Lease__Output };
  Outcome: { in: Outcome; out: Outcome__Output };
  Plan: { in: Plan; out: Plan__Output };
  Policy: { in: Policy; out: Policy__Output };
  SignedControl: { in: SignedControl; out: SignedControl__Output };
  SignedPlan: { in: SignedPlan; out: SignedPlan__Output };
  SpaceKey: { in: SpaceKey; out: SpaceKey__Output };
}

/** The file that each message stands in, of proto/thermocline/v1, without `.proto`. */
export const MESSAGE_FILES: Record<keyof Messages, string> = {
  AccessBatch: 'access',
  ApprovalEntry: 'plan_service',
  ActivePolicy: 'policy',
  BudgetNeeds: 'budget',
  BudgetShares: 'budget',
  Control: 'control',
  DeadLetter: 'dead_letter',
  Hint: 'hint',
  HostFacts: 'host',
  HostNumbers: 'rollout',
  HostNumbersAsk: 'rollout',
  KeptRollout: 'rollout',
  RolloutAudit: 'rollout',
  HostState: 'fleet_service',
  LookRequest: 'look',
  LookResponse: 'look',
  Lease: 'lease',
  Outcome: 'outcome',
  Plan: 'plan',
  Policy: 'policy',
  SignedControl: 'control',
  SignedPlan: 'plan',
  SpaceKey: 'common',
};

/** Turns one message type into bytes and back. */
export interface Codec<In, Out> {
  encode(message: In): Uint8Array;
  /** Throws MalformedMessage. Byte fields share memory with the given bytes. */
  decode(bytes: Uint8Array): Out;
}

/** Bytes that are not a message of the type expected. */
export class MalformedMessage extends Error {
  constructor(type: string, cause: unknown) {
    super(`no ${type}: ${cause instanceof Error ? cause.message : String(cause)}`);
    this.name = 'MalformedMessage';
  }
}

/** Loads what it needs when it is first used, for a program makes more codecs than it uses, and has to start. */
export function codec<N extends keyof Messages>(name: N): Codec<Messages[N]['in'], Messages[N]['out']> {
  let loaded: Translation | undefined;
  const type = (): Translation => {
    loaded ??= translation(MESSAGE_FILES[name], name);
    return loaded;
  };
  return {
    encode: (message) => type().serialize(message),
    decode: (bytes) => {
      const { deserialize } = type();
      try {
        return deserialize(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) as Messages[N]['out'];
      } catch (cause) {
        throw new MalformedMessage(name, cause);
      }
    },
  };
}
