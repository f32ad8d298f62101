// Original file: proto/thermocline/v1/outcome.proto

import type { Long } from '@grpc/proto-loader';

export interface Totals {
  'pagesMoved'?: (number | string | Long);
  'bytesMoved'?: (number | string | Long);
  'pagesAlreadyThere'?: (number | string | Long);
  /**
   * By errno name.
   */
  'pagesFailed'?: ({[key: string]: number | string | Long});
  /**
   * By reason name.
   */
  'pagesSkipped'?: ({[key: string]: number | string | Long});
  'pagesUnknown'?: (number | string | Long);
}

export interface Totals__Output {
  'pagesMoved': (string);
  'bytesMoved': (string);
  'pagesAlreadyThere': (string);
  /**
   * By errno name.
   */
  'pagesFailed': ({[key: string]: string});
  /**
   * By reason name.
   */
  'pagesSkipped': ({[key: string]: string});
  'pagesUnknown': (string);
}
