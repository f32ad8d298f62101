import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { AbortRolloutRequest as _thermocline_v1_AbortRolloutRequest, AbortRolloutRequest__Output as _thermocline_v1_AbortRolloutRequest__Output } from './thermocline/v1/AbortRolloutRequest.js';
import type { AbortRolloutResponse as _thermocline_v1_AbortRolloutResponse, AbortRolloutResponse__Output as _thermocline_v1_AbortRolloutResponse__Output } from './thermocline/v1/AbortRolloutResponse.js';
import type { Analysis as _thermocline_v1_Analysis, Analysis__Output as _thermocline_v1_Analysis__Output } from './thermocline/v1/Analysis.js';
import type { GetRolloutHistoryRequest as _thermocline_v1_GetRolloutHistoryRequest, GetRolloutHistoryRequest__Output as _thermocline_v1_GetRolloutHistoryRequest__Output } from './thermocline/v1/GetRolloutHistoryRequest.js';
import type { GetRolloutHistoryResponse as _thermocline_v1_GetRolloutHistoryResponse, GetRolloutHistoryResponse__Output as _thermocline_v1_GetRolloutHistoryResponse__Output } from './thermocline/v1/GetRolloutHistoryResponse.js';
import type { GetRolloutRequest as _thermocline_v1_GetRolloutRequest, GetRolloutRequest__Output as _thermocline_v1_GetRolloutRequest__Output } from './thermocline/v1/GetRolloutRequest.js';
import type { GetRolloutResponse as _thermocline_v1_GetRolloutResponse, GetRolloutResponse__Output as _thermocline_v1_GetRolloutResponse__Output } from './thermocline/v1/GetRolloutResponse.js';
import type { HostNumber as _thermocline_v1_HostNumber, HostNumber__Output as _thermocline_v1_HostNumber__Output } from './thermocline/v1/HostNumber.js';
import type { HostNumbers as _thermocline_v1_HostNumbers, HostNumbers__Output as _thermocline_v1_HostNumbers__Output } from './thermocline/v1/HostNumbers.js';
import type { HostNumbersAsk as _thermocline_v1_HostNumbersAsk, HostNumbersAsk__Output as _thermocline_v1_HostNumbersAsk__Output } from './thermocline/v1/HostNumbersAsk.js';
import type { KeptRollout as _thermocline_v1_KeptRollout, KeptRollout__Output as _thermocline_v1_KeptRollout__Output } from './thermocline/v1/KeptRollout.js';
import type { ListRolloutsRequest as _thermocline_v1_ListRolloutsRequest, ListRolloutsRequest__Output as _thermocline_v1_ListRolloutsRequest__Output } from './thermocline/v1/ListRolloutsRequest.js';
import type { ListRolloutsResponse as _thermocline_v1_ListRolloutsResponse, ListRolloutsResponse__Output as _thermocline_v1_ListRolloutsResponse__Output } from './thermocline/v1/ListRolloutsResponse.js';
import type { MetricEvidence as _thermocline_v1_MetricEvidence, MetricEvidence__Output as _thermocline_v1_MetricEvidence__Output } from './thermocline/v1/MetricEvidence.js';
import type { PauseRolloutRequest as _thermocline_v1_PauseRolloutRequest, PauseRolloutRequest__Output as _thermocline_v1_PauseRolloutRequest__Output } from './thermocline/v1/PauseRolloutRequest.js';
import type { PauseRolloutResponse as _thermocline_v1_PauseRolloutResponse, PauseRolloutResponse__Output as _thermocline_v1_PauseRolloutResponse__Output } from './thermocline/v1/PauseRolloutResponse.js';
import type { PromoteRolloutRequest as _thermocline_v1_PromoteRolloutRequest, PromoteRolloutRequest__Output as _thermocline_v1_PromoteRolloutRequest__Output } from './thermocline/v1/PromoteRolloutRequest.js';
import type { PromoteRolloutResponse as _thermocline_v1_PromoteRolloutResponse, PromoteRolloutResponse__Output as _thermocline_v1_PromoteRolloutResponse__Output } from './thermocline/v1/PromoteRolloutResponse.js';
import type { ResumeRolloutRequest as _thermocline_v1_ResumeRolloutRequest, ResumeRolloutRequest__Output as _thermocline_v1_ResumeRolloutRequest__Output } from './thermocline/v1/ResumeRolloutRequest.js';
import type { ResumeRolloutResponse as _thermocline_v1_ResumeRolloutResponse, ResumeRolloutResponse__Output as _thermocline_v1_ResumeRolloutResponse__Output } from './thermocline/v1/ResumeRolloutResponse.js';
import type { Rollout as _thermocline_v1_Rollout, Rollout__Output as _thermocline_v1_Rollout__Output } from './thermocline/v1/Rollout.js';
import type { RolloutAudit as _thermocline_v1_RolloutAudit, RolloutAudit__Output as _thermocline_v1_RolloutAudit__Output } from './thermocline/v1/RolloutAudit.js';
import type { RolloutJudgement as _thermocline_v1_RolloutJudgement, RolloutJudgement__Output as _thermocline_v1_RolloutJudgement__Output } from './thermocline/v1/RolloutJudgement.js';
import type { RolloutServiceClient as _thermocline_v1_RolloutServiceClient, RolloutServiceDefinition as _thermocline_v1_RolloutServiceDefinition } from './thermocline/v1/RolloutService.js';
import type { RolloutStage as _thermocline_v1_RolloutStage, RolloutStage__Output as _thermocline_v1_RolloutStage__Output } from './thermocline/v1/RolloutStage.js';
import type { RolloutStep as _thermocline_v1_RolloutStep, RolloutStep__Output as _thermocline_v1_RolloutStep__Output } from './thermocline/v1/RolloutStep.js';
import type { StartRolloutRequest as _thermocline_v1_StartRolloutRequest, StartRolloutRequest__Output as _thermocline_v1_StartRolloutRequest__Output } from './thermocline/v1/StartRolloutRequest.js';
import type { StartRolloutResponse as _thermocline_v1_StartRolloutResponse, StartRolloutResponse__Output as _thermocline_v1_StartRolloutResponse__Output } from './thermocline/v1/StartRolloutResponse.js';
import type { UndoRolloutRequest as _thermocline_v1_UndoRolloutRequest, UndoRolloutRequest__Output as _thermocline_v1_UndoRolloutRequest__Output } from './thermocline/v1/UndoRolloutRequest.js';
import type { UndoRolloutResponse as _thermocline_v1_UndoRolloutResponse, UndoRolloutResponse__Output as _thermocline_v1_UndoRolloutResponse__Output } from './thermocline/v1/UndoRolloutResponse.js';
import type { WatchRolloutRequest as _thermocline_v1_WatchRolloutRequest, WatchRolloutRequest__Output as _thermocline_v1_WatchRolloutRequest__Output } from './thermocline/v1/WatchRolloutRequest.js';
import type { WatchRolloutResponse as _thermocline_v1_WatchRolloutResponse, WatchRolloutResponse__Output as _thermocline_v1_WatchRolloutResponse__Output } from './thermocline/v1/WatchRolloutResponse.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  thermocline: {
    v1: {
      AbortRolloutRequest: MessageTypeDefinition<_thermocline_v1_AbortRolloutRequest, _thermocline_v1_AbortRolloutRequest__Output>
      AbortRolloutResponse: MessageTypeDefinition<_thermocline_v1_AbortRolloutResponse, _thermocline_v1_AbortRolloutResponse__Output>
      Analysis: MessageTypeDefinition<_thermocline_v1_Analysis, _thermocline_v1_Analysis__Output>
      GetRolloutHistoryRequest: MessageTypeDefinition<_thermocline_v1_GetRolloutHistoryRequest, _thermocline_v1_GetRolloutHistoryRequest__Output>
      GetRolloutHistoryResponse: MessageTypeDefinition<_thermocline_v1_GetRolloutHistoryResponse, _thermocline_v1_GetRolloutHistoryResponse__Output>
      GetRolloutRequest: MessageTypeDefinition<_thermocline_v1_GetRolloutRequest, _thermocline_v1_GetRolloutRequest__Output>
      GetRolloutResponse: MessageTypeDefinition<_thermocline_v1_GetRolloutResponse, _thermocline_v1_GetRolloutResponse__Output>
      HostNumber: MessageTypeDefinition<_thermocline_v1_HostNumber, _thermocline_v1_HostNumber__Output>
      HostNumbers: MessageTypeDefinition<_thermocline_v1_HostNumbers, _thermocline_v1_HostNumbers__Output>
      HostNumbersAsk: MessageTypeDefinition<_thermocline_v1_HostNumbersAsk, _thermocline_v1_HostNumbersAsk__Output>
      KeptRollout: MessageTypeDefinition<_thermocline_v1_KeptRollout, _thermocline_v1_KeptRollout__Output>
      ListRolloutsRequest: MessageTypeDefinition<_thermocline_v1_ListRolloutsRequest, _thermocline_v1_ListRolloutsRequest__Output>
      ListRolloutsResponse: MessageTypeDefinition<_thermocline_v1_ListRolloutsResponse, _thermocline_v1_ListRolloutsResponse__Output>
      MetricEvidence: MessageTypeDefinition<_thermocline_v1_MetricEvidence, _thermocline_v1_MetricEvidence__Output>
      PauseRolloutRequest: MessageTypeDefinition<_thermocline_v1_PauseRolloutRequest, _thermocline_v1_PauseRolloutRequest__Output>
      PauseRolloutResponse: MessageTypeDefinition<_thermocline_v1_PauseRolloutResponse, _thermocline_v1_PauseRolloutResponse__Output>
      PromoteRolloutRequest: MessageTypeDefinition<_thermocline_v1_PromoteRolloutRequest, _thermocline_v1_PromoteRolloutRequest__Output>
      PromoteRolloutResponse: MessageTypeDefinition<_thermocline_v1_PromoteRolloutResponse, _thermocline_v1_PromoteRolloutResponse__Output>
      ResumeRolloutRequest: MessageTypeDefinition<_thermocline_v1_ResumeRolloutRequest, _thermocline_v1_ResumeRolloutRequest__Output>
      ResumeRolloutResponse: MessageTypeDefinition<_thermocline_v1_ResumeRolloutResponse, _thermocline_v1_ResumeRolloutResponse__Output>
      Rollout: MessageTypeDefinition<_thermocline_v1_Rollout, _thermocline_v1_Rollout__Output>
      RolloutAudit: MessageTypeDefinition<_thermocline_v1_RolloutAudit, _thermocline_v1_RolloutAudit__Output>
      RolloutJudgement: MessageTypeDefinition<_thermocline_v1_RolloutJudgement, _thermocline_v1_RolloutJudgement__Output>
      RolloutPhase: EnumTypeDefinition
      /**
       * Rollouts of policy revisions. Served by every brain; the one with lease `rollouts` runs them.
       */
      RolloutService: SubtypeConstructor<typeof grpc.Client, _thermocline_v1_RolloutServiceClient> & { service: _thermocline_v1_RolloutServiceDefinition }
      RolloutStage: MessageTypeDefinition<_thermocline_v1_RolloutStage, _thermocline_v1_RolloutStage__Output>
      RolloutStep: MessageTypeDefinition<_thermocline_v1_RolloutStep, _thermocline_v1_RolloutStep__Output>
      StartRolloutRequest: MessageTypeDefinition<_thermocline_v1_StartRolloutRequest, _thermocline_v1_StartRolloutRequest__Output>
      StartRolloutResponse: MessageTypeDefinition<_thermocline_v1_StartRolloutResponse, _thermocline_v1_StartRolloutResponse__Output>
      UndoRolloutRequest: MessageTypeDefinition<_thermocline_v1_UndoRolloutRequest, _thermocline_v1_UndoRolloutRequest__Output>
      UndoRolloutResponse: MessageTypeDefinition<_thermocline_v1_UndoRolloutResponse, _thermocline_v1_UndoRolloutResponse__Output>
      Verdict: EnumTypeDefinition
      WatchRolloutRequest: MessageTypeDefinition<_thermocline_v1_WatchRolloutRequest, _thermocline_v1_WatchRolloutRequest__Output>
      WatchRolloutResponse: MessageTypeDefinition<_thermocline_v1_WatchRolloutResponse, _thermocline_v1_WatchRolloutResponse__Output>
    }
  }
}

