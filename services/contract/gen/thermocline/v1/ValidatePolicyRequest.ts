// Original file: proto/thermocline/v1/policy_service.proto


export interface ValidatePolicyRequest {
  /**
   * YAML; custom rules stand in it with their source, for a server opens no files.
   */
  'source'?: (string);
  /**
   * Also asks of the hosts that are known whether every class selects something, and whether the floors fit.
   */
  'againstFleet'?: (boolean);
}

export interface ValidatePolicyRequest__Output {
  /**
   * YAML; custom rules stand in it with their source, for a server opens no files.
   */
  'source': (string);
  /**
   * Also asks of the hosts that are known whether every class selects something, and whether the floors fit.
   */
  'againstFleet': (boolean);
}
