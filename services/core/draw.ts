/** Draws cohorts and control group: how far the cuts of each stratum have to go for a part of the hosts. */
import { type Cut, type Cuts, type Draw, HASHES, hashOf, hasLabels, type RolloutHost, stratumOf } from './cohort.js';

/** The most strata that a draw may have: each is kept with the rollout. */
export const MOST_STRATA = 1000;

/** A host and when it is drawn: lower places first. */
export interface Place {
  readonly host: RolloutHost;
  readonly stratum: string;
  readonly hash: number;
  readonly place: number;
}

/** No cohort yet, and a control group of this share (0..1) of the hosts. */
export function drawControl(draw: Draw, hosts: readonly RolloutHost[], controlShare: number): Cuts {
  const places = placesFromTop(draw, hosts);
  const strata: Record<string, Cut> = {};
  for (const { stratum } of places) strata[stratum] = { cohort: 0, control: HASHES };
  for (const { stratum, hash } of places.slice(0, Math.round(controlShare * places.length))) {
    strata[stratum] = { cohort: 0, control: Math.min(hash, strata[stratum]?.control ?? HASHES) };
  }
  return { strata, others: { cohort: 0, control: Math.round(HASHES * (1 - controlShare)) } };
}

/** The cohort at `percent` of the hosts with labels `where`, at least one host, besides whoever was in it before; never control. */
export function drawCohort(
  draw: Draw,
  cuts: Cuts,
  hosts: readonly RolloutHost[],
  percent: number,
  where: Readonly<Record<string, string>> = {},
): Cuts {
  const chosen = hosts.filter((host) => hasLabels(host, where));
  const places = placesFromBottom(draw, chosen);
  const strata: Record<string, Cut> = { ...cuts.strata };
  for (const { stratum, hash } of places.slice(0, Math.ceil((percent / 100) * places.length))) {
    const cut = strata[stratum] ?? cuts.others;
    strata[stratum] = { ...cut, cohort: Math.min(cut.control, Math.max(cut.cohort, hash + 1)) };
  }
  if (Object.keys(where).length > 0) return { strata, others: cuts.others };
  const { cohort, control } = cuts.others;
  return {
    strata,
    others: { cohort: Math.min(control, Math.max(cohort, Math.round((HASHES * percent) / 100))), control },
  };
}

/** Hosts in the order in which cohorts take them: by hash within a stratum, and of each stratum as many as its size says. */
export function placesFromBottom(draw: Draw, hosts: readonly RolloutHost[]): Place[] {
  return placesOf(draw, hosts, (a, b) => a.hash - b.hash);
}

/** Hosts in the order in which control takes them. */
export function placesFromTop(draw: Draw, hosts: readonly RolloutHost[]): Place[] {
  return placesOf(draw, hosts, (a, b) => b.hash - a.hash);
}

/**
 * The r-th host of a stratum of n has place (r + u) / n, with a u in 0..1 of the stratum's own, so that a prefix of any length
 * holds of each stratum its share, give or take one, and no stratum is first in each rollout. (Madow, "On the theory of
 * systematic sampling, II", 1949.)
 */
function placesOf(draw: Draw, hosts: readonly RolloutHost[], order: (a: Drawn, b: Drawn) => number): Place[] {
  const strata = new Map<string, Drawn[]>();
  for (const host of hosts) {
    if (!hasLabels(host, draw.hosts)) continue;
    const stratum = stratumOf(draw, host);
    const members = strata.get(stratum) ?? [];
    members.push({ host, stratum, hash: hashOf(draw.rolloutId, host.hostId) });
    strata.set(stratum, members);
  }
  const places: Place[] = [];
  for (const [stratum, members] of strata) {
    const offset = hashOf(draw.rolloutId, `stratum ${stratum}`) / HASHES;
    members.sort((a, b) => order(a, b) || compare(a.host.hostId, b.host.hostId));
    members.forEach((each, rank) => {
      places.push({ ...each, place: (rank + offset) / members.length });
    });
  }
  return places.sort((a, b) => a.place - b.place || order(a, b) || compare(a.host.hostId, b.host.hostId));
}

type Drawn = Omit<Place, 'place'>;

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
