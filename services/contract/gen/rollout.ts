import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Analysis as _thermocline_v1_Analysis, Analysis__Output as _thermocline_v1_Analysis__Output } from './thermocline/v1/Analysis.js';
import type { HostNumber as _thermocline_v1_HostNumber, HostNumber__Output as _thermocline_v1_HostNumber__Output } from './thermocline/v1/HostNumber.js';
import type { HostNumbers as _thermocline_v1_HostNumbers, HostNumbers__Output as _thermocline_v1_HostNumbers__Output } from './thermocline/v1/HostNumbers.js';
import type { HostNumbersAsk as _thermocline_v1_HostNumbersAsk, HostNumbersAsk__Output as _thermocline_v1_HostNumbersAsk__Output } from './thermocline/v1/HostNumbersAsk.js';
import type { KeptRollout as _thermocline_v1_KeptRollout, KeptRollout__Output as _thermocline_v1_KeptRollout__Output } from './thermocline/v1/KeptRollout.js';
import type { MetricEvidence as _thermocline_v1_MetricEvidence, MetricEvidence__Output as _thermocline_v1_MetricEvidence__Output } from './thermocline/v1/MetricEvidence.js';
import type { Rollout as _thermocline_v1_Rollout, Rollout__Output as _thermocline_v1_Rollout__Output } from './thermocline/v1/Rollout.js';
import type { RolloutAudit as _thermocline_v1_RolloutAudit, RolloutAudit__Output as _thermocline_v1_RolloutAudit__Output } from './thermocline/v1/RolloutAudit.js';
import type { RolloutJudgement as _thermocline_v1_RolloutJudgement, RolloutJudgement__Output as _thermocline_v1_RolloutJudgement__Output } from './thermocline/v1/RolloutJudgement.js';
import type { RolloutStep as _thermocline_v1_RolloutStep, RolloutStep__Output as _thermocline_v1_RolloutStep__Output } from './thermocline/v1/RolloutStep.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  thermocline: {
    v1: {
      Analysis: MessageTypeDefinition<_thermocline_v1_Analysis, _thermocline_v1_Analysis__Output>
      HostNumber: MessageTypeDefinition<_thermocline_v1_HostNumber, _thermocline_v1_HostNumber__Output>
      HostNumbers: MessageTypeDefinition<_thermocline_v1_HostNumbers, _thermocline_v1_HostNumbers__Output>
      HostNumbersAsk: MessageTypeDefinition<_thermocline_v1_HostNumbersAsk, _thermocline_v1_HostNumbersAsk__Output>
      KeptRollout: MessageTypeDefinition<_thermocline_v1_KeptRollout, _thermocline_v1_KeptRollout__Output>
      MetricEvidence: MessageTypeDefinition<_thermocline_v1_MetricEvidence, _thermocline_v1_MetricEvidence__Output>
      Rollout: MessageTypeDefinition<_thermocline_v1_Rollout, _thermocline_v1_Rollout__Output>
      RolloutAudit: MessageTypeDefinition<_thermocline_v1_RolloutAudit, _thermocline_v1_RolloutAudit__Output>
      RolloutJudgement: MessageTypeDefinition<_thermocline_v1_RolloutJudgement, _thermocline_v1_RolloutJudgement__Output>
      RolloutPhase: EnumTypeDefinition
      RolloutStep: MessageTypeDefinition<_thermocline_v1_RolloutStep, _thermocline_v1_RolloutStep__Output>
      Verdict: EnumTypeDefinition
    }
  }
}

