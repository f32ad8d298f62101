// Original file: proto/thermocline/v1/policy.proto


export interface Guards {
  /**
   * A page that was moved stays for this long.
   */
  'residenceSeconds'?: (number | string);
  /**
   * Plans are not made from data older than this.
   */
  'dataMaxAgeSeconds'?: (number | string);
  /**
   * A page that goes back within this long after a move is a ping-pong.
   */
  'pingPongWindowSeconds'?: (number | string);
  /**
   * By how much heat (0..1) a page has to exceed that in whose place it is promoted.
   */
  'exchangeHeatGap'?: (number | string);
  /**
   * Share (0..1) of a heat's weight that has to stem from looks.
   */
  'minConfidence'?: (number | string);
  'demoteAcrossSockets'?: (boolean);
  '_pingPongWindowSeconds'?: "pingPongWindowSeconds";
  '_exchangeHeatGap'?: "exchangeHeatGap";
  '_minConfidence'?: "minConfidence";
}

export interface Guards__Output {
  /**
   * A page that was moved stays for this long.
   */
  'residenceSeconds': (number);
  /**
   * Plans are not made from data older than this.
   */
  'dataMaxAgeSeconds': (number);
  /**
   * A page that goes back within this long after a move is a ping-pong.
   */
  'pingPongWindowSeconds'?: (number);
  /**
   * By how much heat (0..1) a page has to exceed that in whose place it is promoted.
   */
  'exchangeHeatGap'?: (number);
  /**
   * Share (0..1) of a heat's weight that has to stem from looks.
   */
  'minConfidence'?: (number);
  'demoteAcrossSockets': (boolean);
  '_pingPongWindowSeconds'?: "pingPongWindowSeconds";
  '_exchangeHeatGap'?: "exchangeHeatGap";
  '_minConfidence'?: "minConfidence";
}
