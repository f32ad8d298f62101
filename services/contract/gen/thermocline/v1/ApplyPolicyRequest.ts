// Original file: proto/thermocline/v1/policy_service.proto

import type { Long } from '@grpc/proto-loader';

export interface ApplyPolicyRequest {
  /**
   * As in ValidatePolicyRequest.
   */
  'source'?: (string);
  /**
   * The latest revision that the caller knows of, 0 for none yet; not compared when absent.
   */
  'expectedRevision'?: (number | string | Long);
  /**
   * Also with classes that select nothing on any host known.
   */
  'allowEmpty'?: (boolean);
  /**
   * Does everything but write.
   */
  'dryRun'?: (boolean);
  /**
   * Makes the revision, and leaves the one active that is: a rollout is to bring it to the hosts.
   */
  'hold'?: (boolean);
  '_expectedRevision'?: "expectedRevision";
}

export interface ApplyPolicyRequest__Output {
  /**
   * As in ValidatePolicyRequest.
   */
  'source': (string);
  /**
   * The latest revision that the caller knows of, 0 for none yet; not compared when absent.
   */
  'expectedRevision'?: (string);
  /**
   * Also with classes that select nothing on any host known.
   */
  'allowEmpty': (boolean);
  /**
   * Does everything but write.
   */
  'dryRun': (boolean);
  /**
   * Makes the revision, and leaves the one active that is: a rollout is to bring it to the hosts.
   */
  'hold': (boolean);
  '_expectedRevision'?: "expectedRevision";
}
