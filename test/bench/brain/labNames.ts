import { SYSTEMS, type System } from './labTask.js';

export const SHIFTS = 3;
/** Phases in turn: the start, and each shift of the hot set. */
export const PHASES: readonly string[] = ['start', ...Array.from({ length: SHIFTS }, (_, i) => `shift-${i + 1}`)];
/** Shares of the hot set that have to be fast. */
export const SHARES = [0.9, 0.95] as const;
/** What thermocline has to be as good as. */
export const RIVAL: System = 'numa-balancing';

/** Figures of one system: over all phases the worst, and each phase by itself. */
export function placeNames(system: System): string[] {
  return [
    secondsName(system),
    movedName(system),
    ...PHASES.flatMap((when) => [...SHARES.map((share) => secondsName(system, when, share)), movedName(system, when)]),
  ];
}

export function secondsName(system: System, when?: string, share?: number): string {
  return ['seconds-to-place', system, ...(when && share ? [when, share * 100] : [])].join(':');
}

export function movedName(system: System, when?: string): string {
  return ['moved/needed', system, ...(when ? [when] : [])].join(':');
}

export const PLACE_NAMES: readonly string[] = SYSTEMS.flatMap(placeNames);
export const CEILING_NAMES: readonly string[] = ['', ':worst', ':recovery'].map((what) => `cgroup-over-ceiling${what}`);

/** The systems whose figures are wanted, and with thermocline the one that it is held to. In the order in which they run. */
export function systemsWanted(wanted: (name: string) => boolean): System[] {
  const named = SYSTEMS.filter((system) => placeNames(system).some(wanted));
  return SYSTEMS.filter((system) => named.includes(system) || (system === RIVAL && named.includes('thermocline')));
}
