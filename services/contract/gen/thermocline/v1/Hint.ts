// Original file: proto/thermocline/v1/hint.proto

import type { HintKind as _thermocline_v1_HintKind, HintKind__Output as _thermocline_v1_HintKind__Output } from '../../thermocline/v1/HintKind.js';
import type { Selector as _thermocline_v1_Selector, Selector__Output as _thermocline_v1_Selector__Output } from '../../thermocline/v1/Selector.js';
import type { Long } from '@grpc/proto-loader';

/**
 * What someone who knows an application says of its pages, until it expires. Kept in KV bucket `hints`.
 */
export interface Hint {
  /**
   * Given by the brain.
   */
  'id'?: (string);
  'kind'?: (_thermocline_v1_HintKind);
  /**
   * Hosts, cgroups and commands; everything when absent.
   */
  'selector'?: (_thermocline_v1_Selector | null);
  /**
   * One host alone.
   */
  'hostId'?: (string);
  /**
   * One process of that host alone: it is looked up when the hint is added, so a later process of that number is not meant.
   */
  'pid'?: (number);
  /**
   * As the brain names the space; set from `pid`.
   */
  'spaceKey'?: (string);
  /**
   * Base pages, counted as in the plans of the host; all of the space when absent.
   */
  'startPage'?: (number | string | Long);
  'pages'?: (number | string | Long);
  /**
   * For PROMOTE_BEFORE: the pages are to be fast by then.
   */
  'beforeUnixMs'?: (number | string | Long);
  /**
   * From then on the hint is as if it had not been given. At most 30 days ahead.
   */
  'expiresUnixMs'?: (number | string | Long);
  'createdUnixMs'?: (number | string | Long);
  /**
   * As the transport proved it; `unauthenticated` without a certificate.
   */
  'author'?: (string);
  /**
   * Workloads of this class of the policy in force, by its name; of any class when empty.
   */
  'class'?: (string);
  '_pid'?: "pid";
  '_startPage'?: "startPage";
  '_pages'?: "pages";
  '_beforeUnixMs'?: "beforeUnixMs";
}

/**
 * What someone who knows an application says of its pages, until it expires. Kept in KV bucket `hints`.
 */
export interface Hint__Output {
  /**
   * Given by the brain.
   */
  'id': (string);
  'kind': (_thermocline_v1_HintKind__Output);
  /**
   * Hosts, cgroups and commands; everything when absent.
   */
  'selector': (_thermocline_v1_Selector__Output | null);
  /**
   * One host alone.
   */
  'hostId': (string);
  /**
   * One process of that host alone: it is looked up when the hint is added, so a later process of that number is not meant.
   */
  'pid'?: (number);
  /**
   * As the brain names the space; set from `pid`.
   */
  'spaceKey': (string);
  /**
   * Base pages, counted as in the plans of the host; all of the space when absent.
   */
  'startPage'?: (string);
  'pages'?: (string);
  /**
   * For PROMOTE_BEFORE: the pages are to be fast by then.
   */
  'beforeUnixMs'?: (string);
  /**
   * From then on the hint is as if it had not been given. At most 30 days ahead.
   */
  'expiresUnixMs': (string);
  'createdUnixMs': (string);
  /**
   * As the transport proved it; `unauthenticated` without a certificate.
   */
  'author': (string);
  /**
   * Workloads of this class of the policy in force, by its name; of any class when empty.
   */
  'class': (string);
  '_pid'?: "pid";
  '_startPage'?: "startPage";
  '_pages'?: "pages";
  '_beforeUnixMs'?: "beforeUnixMs";
}
