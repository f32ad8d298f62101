// Original file: proto/thermocline/v1/policy_service.proto

import type { PolicySummary as _thermocline_v1_PolicySummary, PolicySummary__Output as _thermocline_v1_PolicySummary__Output } from '../../thermocline/v1/PolicySummary.js';

export interface ListPolicyRevisionsResponse {
  'revisions'?: (_thermocline_v1_PolicySummary)[];
  /**
   * Empty when there are no more.
   */
  'nextPageToken'?: (string);
}

export interface ListPolicyRevisionsResponse__Output {
  'revisions': (_thermocline_v1_PolicySummary__Output)[];
  /**
   * Empty when there are no more.
   */
  'nextPageToken': (string);
}
