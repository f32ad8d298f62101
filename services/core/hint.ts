import type { Selector } from './selector.js';

/** What someone who knows an application says of its pages, until it expires. */
export interface Hint {
  readonly id: string;
  readonly kind: HintKind;
  /** Hosts, cgroups and commands; empty for all. */
  readonly selector: Selector;
  /** Of one class alone, by name under the policy that is planned by. */
  readonly className?: string;
  /** One host alone. */
  readonly hostId?: string;
  /** One space alone, by key; with pages of it or without. */
  readonly spaceKey?: string;
  readonly startPage?: number;
  readonly pages?: number;
  /** For promote-before: the pages are to be fast by then. */
  readonly beforeUnixMs?: number;
  /** From then on the hint is as if it had not been given. */
  readonly expiresUnixMs: number;
}

export type HintKind = 'promote-before' | 'never-demote';
