import { type Aim, compare, type Standing } from './aim.js';
import type { Parameter } from './parameters.js';
import { type Random, seeded } from './random.js';
import { around, spread, type Values } from './scatter.js';

/** A part of the data that candidates are tried on; `share` of all, above 0 and at most 1. */
export interface Rung<Part> {
  readonly share: number;
  readonly part: Part;
}

export interface SearchOptions<Part, S extends Standing> {
  readonly seed: number;
  /** What may be spent, in backtests of one policy on all data. */
  readonly budget: number;
  readonly aim: Aim;
  /** Ascending by share; the last is of all data. */
  readonly rungs: readonly Rung<Part>[];
  /** What is known already; candidates are looked for around it as well where it is good. */
  readonly start: Found<S>;
}

/** A candidate that was tried on all data. */
export interface Found<S extends Standing> {
  readonly values: Values;
  readonly standing: S;
}

export interface SearchResult<S extends Standing> {
  /** The best first, what was known already among them. */
  readonly found: readonly Found<S>[];
  /** Candidates tried, and what that cost, in backtests of one policy on all data. */
  readonly tried: number;
  readonly spent: number;
}

/** What these come to on a part of the data, in their order. */
export type Trying<Part, S extends Standing> = (
  candidates: readonly Values[],
  rung: Rung<Part>,
) => Promise<readonly S[]>;

/** Rounds: the first scatters over all of the ranges, the others around what was best so far, ever closer. */
const WIDTHS = [undefined, 0.12, 0.05] as const;
export const ROUNDS = WIDTHS.length;
const CENTRES = 3;

/**
 * Searches by successive halving (K. Jamieson and A. Talwalkar, "Non-stochastic best arm identification and hyperparameter
 * optimization", 2016): many candidates on a small part of the data, the best of them on a larger one, few on all. Each part
 * is given as much of the budget as any other. The same seed and answers give the same candidates.
 */
export async function search<Part, S extends Standing>(
  parameters: readonly Parameter[],
  { seed, budget, aim, rungs, start }: SearchOptions<Part, S>,
  tryOut: Trying<Part, S>,
): Promise<SearchResult<S>> {
  const random = seeded(seed);
  const told = new Set<string>();
  const allowance = budget / (ROUNDS * rungs.length);
  let found: Found<S>[] = [start];
  let [tried, spent] = [0, 0];
  for (const width of WIDTHS) {
    const centres = found.slice(0, CENTRES).map(({ values }) => values);
    let candidates: readonly Values[] = [];
    let standings: readonly S[] = [];
    for (const [at, rung] of rungs.entries()) {
      const count = Math.max(1, Math.floor(allowance / rung.share));
      candidates =
        at === 0
          ? fresh(() => scattered(parameters, centres, count, width, random), told).slice(0, count)
          : best(candidates, standings, aim, rungs[at - 1]?.share ?? 1).slice(0, count);
      if (candidates.length === 0) break;
      standings = await tryOut(candidates, rung);
      if (at === 0) tried += candidates.length;
      spent += candidates.length * rung.share;
    }
    found.push(...candidates.map((values, i) => ({ values, standing: standings[i] as S })));
    found = found.sort((a, b) => compare(aim, a.standing, b.standing, 1));
  }
  return { found, tried, spent };
}

function scattered(
  parameters: readonly Parameter[],
  centres: readonly Values[],
  count: number,
  width: number | undefined,
  random: Random,
): Values[] {
  return width === undefined ? spread(parameters, count, random) : around(parameters, centres, count, width, random);
}

const ATTEMPTS = 4;

/** Values that were not tried before; rounded, some come again. */
function fresh(scatter: () => Values[], told: Set<string>): Values[] {
  const chosen: Values[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const scatteredNow = scatter();
    for (const values of scatteredNow) {
      const name = values.join(' ');
      if (told.has(name) || chosen.length >= scatteredNow.length) continue;
      told.add(name);
      chosen.push(values);
    }
    if (chosen.length >= scatteredNow.length) break;
  }
  return chosen;
}

function best(candidates: readonly Values[], standings: readonly Standing[], aim: Aim, part: number): Values[] {
  const order = candidates.map((_, i) => i);
  const standing = (i: number): Standing => standings[i] as Standing;
  order.sort((a, b) => compare(aim, standing(a), standing(b), part) || a - b);
  return order.map((i) => candidates[i] as Values);
}
