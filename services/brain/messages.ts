import type { Delivery } from '../bus/delivery.js';
import type { Dimension } from '../core/scoreboard.js';

/** What a shard takes from NATS. */
export type TakenKind = 'access' | 'outcome' | 'plan';

/** A message as far as a shard looks at it. */
export type Taken = Pick<Delivery, 'subject' | 'bytes'> & Partial<Pick<Delivery, 'arrivedUnixMs'>>;

/** A plan ready to go, with what its log line says. */
export interface OutgoingPlan {
  readonly hostId: string;
  readonly planId: string;
  /** SignedPlan, encoded. */
  readonly bytes: Uint8Array;
  readonly messageId: string;
  readonly moves: number;
  readonly pages: number;
}

/** What the shards' boards are asked. */
export interface ScoreQuery {
  readonly dimension: Dimension;
  readonly label: string;
  readonly windowSeconds: number;
}
