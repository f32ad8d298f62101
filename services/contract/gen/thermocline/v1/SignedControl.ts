// Original file: proto/thermocline/v1/control.proto


/**
 * Control as it travels, signed over "thermocline control v1\0" and the exact bytes of `control`.
 * Subjects: thermocline.v1.control.<part>.<host> and thermocline.v1.control.all.
 */
export interface SignedControl {
  'control'?: (Buffer | Uint8Array | string);
  'keyId'?: (string);
  'signature'?: (Buffer | Uint8Array | string);
}

/**
 * Control as it travels, signed over "thermocline control v1\0" and the exact bytes of `control`.
 * Subjects: thermocline.v1.control.<part>.<host> and thermocline.v1.control.all.
 */
export interface SignedControl__Output {
  'control': (Buffer);
  'keyId': (string);
  'signature': (Buffer);
}
