// Original file: proto/thermocline/v1/rollout.proto


/**
 * One brain asks all: what they know of these hosts, or, where none are named, which hosts they plan for.
 */
export interface HostNumbersAsk {
  'askId'?: (string);
  'hostIds'?: (string)[];
}

/**
 * One brain asks all: what they know of these hosts, or, where none are named, which hosts they plan for.
 */
export interface HostNumbersAsk__Output {
  'askId': (string);
  'hostIds': (string)[];
}
