/**
 * Which hosts have a revision. Within a stratum (hosts alike in the labels to spread by) hosts are ordered by a hash of
 * rollout and host; the cohort is those up to a cut, the control group those from another cut on. Cuts only rise from stage
 * to stage, so that a stage contains the one before it; a host that joins the fleet has its place without being told.
 */

/** What is known of a host when hosts are drawn. */
export interface RolloutHost {
  readonly hostId: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Where a stratum is cut, in hashes of 0..2^32-1: the cohort is hash < cohort, control hash >= control. */
export interface Cut {
  readonly cohort: number;
  readonly control: number;
}

export interface Cuts {
  /** By stratum. */
  readonly strata: Readonly<Record<string, Cut>>;
  /** For strata that were not there when hosts were drawn. */
  readonly others: Cut;
}

export type Group = 'cohort' | 'control' | 'rest';

export const HASHES = 2 ** 32;

/** What a draw goes by. */
export interface Draw {
  readonly rolloutId: string;
  readonly hosts?: Readonly<Record<string, string>> | undefined;
  /** Labels whose values make a stratum: those to spread by, and those that a stage chooses by. */
  readonly strataBy: readonly string[];
}

/** Whether a host has these labels. */
export function hasLabels(host: RolloutHost, labels: Readonly<Record<string, string>> = {}): boolean {
  return Object.entries(labels).every(([name, value]) => host.labels[name] === value);
}

/** The group of a host; `rest` too for hosts that the rollout is not for. */
export function groupOf(draw: Draw, cuts: Cuts, host: RolloutHost): Group {
  if (!hasLabels(host, draw.hosts)) return 'rest';
  const cut = cuts.strata[stratumOf(draw, host)] ?? cuts.others;
  const hash = hashOf(draw.rolloutId, host.hostId);
  return hash < cut.cohort ? 'cohort' : hash >= cut.control ? 'control' : 'rest';
}

/** The labels that make a host's stratum, as one name. */
export function stratumOf({ strataBy }: Draw, { labels }: RolloutHost): string {
  return JSON.stringify(strataBy.map((name) => labels[name] ?? null));
}

/** A host's place, the same in every brain: FNV-1a over the text, then mixed as MurmurHash3 ends (its fmix32). */
export function hashOf(rolloutId: string, text: string): number {
  let hash = 0x811c9dc5;
  const all = `${rolloutId}\u0000${text}`;
  for (let i = 0; i < all.length; i++) hash = Math.imul(hash ^ all.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
