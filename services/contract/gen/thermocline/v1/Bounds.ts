// Original file: proto/thermocline/v1/policy.proto


export interface Bounds {
  'least'?: (number | string);
  'most'?: (number | string);
}

export interface Bounds__Output {
  'least': (number);
  'most': (number);
}
