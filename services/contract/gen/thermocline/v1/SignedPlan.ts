// Original file: proto/thermocline/v1/plan.proto


/**
 * A plan as it travels. The signature is over the domain prefix "thermocline plan v1\0" followed by the exact bytes of
 * `plan`; it is verified before `plan` is decoded. Subject: thermocline.v1.plan.<part>.<host>.
 */
export interface SignedPlan {
  'plan'?: (Buffer | Uint8Array | string);
  'keyId'?: (string);
  /**
   * Ed25519 (RFC 8032), 64 bytes.
   */
  'signature'?: (Buffer | Uint8Array | string);
}

/**
 * A plan as it travels. The signature is over the domain prefix "thermocline plan v1\0" followed by the exact bytes of
 * `plan`; it is verified before `plan` is decoded. Subject: thermocline.v1.plan.<part>.<host>.
 */
export interface SignedPlan__Output {
  'plan': (Buffer);
  'keyId': (string);
  /**
   * Ed25519 (RFC 8032), 64 bytes.
   */
  'signature': (Buffer);
}
