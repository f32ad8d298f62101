import type { Reason } from './draft.js';
import { ageOfBin, type Cut, type Histogram, heatOfBin } from './histogram.js';
import type { Policy } from './policy.js';

/** The reasons of one plan: one for each class and rule that moved something, in the order they were first asked for. */
export class Reasons {
  readonly list: Reason[] = [];
  readonly #policy: Policy;
  readonly #index = new Map<string, number>();

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  /** Index of the reason to promote pages of a class, selected by this cut out of all that is hot. */
  hotRate(classIndex: number, hot: Histogram, cut: Cut): number {
    const { name, hotRate } = this.#classAt(classIndex);
    const text = `class ${name}: seen accessed in at least ${hotRate} of looks`;
    const chosen =
      cut.bin < 0 ? '' : `; budget and room took the hottest of ${hot.total} hot pages, from ${shareText(cut)}`;
    return this.#indexOf({ rule: 'hot-rate', text: text + chosen });
  }

  /** Index of the reason to demote pages of a class, selected by this cut out of all that is cold. */
  coldAge(classIndex: number, cold: Histogram, cut: Cut): number {
    const { name, coldAgeSeconds } = this.#classAt(classIndex);
    const text = `class ${name}: not seen accessed for at least ${coldAgeSeconds} s`;
    const chosen =
      cut.bin < 0 ? '' : `; budget and room took the coldest of ${cold.total} cold pages, from ${ageOfBin(cut.bin)} s`;
    return this.#indexOf({ rule: 'cold-age', text: text + chosen });
  }

  #classAt(classIndex: number): Policy['classes'][number] {
    const named = this.#policy.classes[classIndex];
    if (!named) throw new RangeError(`the policy has no class ${classIndex}`);
    return named;
  }

  #indexOf(reason: Reason): number {
    const known = this.#index.get(reason.text);
    if (known !== undefined) return known;
    this.#index.set(reason.text, this.list.length);
    return this.list.push(reason) - 1;
  }
}

function shareText(cut: Cut): string {
  return heatOfBin(cut.bin).toFixed(3);
}
