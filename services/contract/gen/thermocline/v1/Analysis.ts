// Original file: proto/thermocline/v1/rollout.proto


export interface Analysis {
  'metrics'?: (string)[];
  'intervalSeconds'?: (number | string);
  'minimumSamples'?: (number);
  'failureLimit'?: (number);
}

export interface Analysis__Output {
  'metrics': (string)[];
  'intervalSeconds': (number);
  'minimumSamples': (number);
  'failureLimit': (number);
}
