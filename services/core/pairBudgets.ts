/** Pages that plans may still bring from one node of a host to another. */
export class PairBudgets {
  readonly #most: number;
  readonly #spent = new Map<number, number>();

  /** @param most pages a pair and direction, those that wait included; Infinity for no limit */
  constructor(most: number) {
    this.#most = most;
  }

  left(from: number, to: number): number {
    if (this.#most === Infinity) return Infinity;
    return Math.max(0, this.#most - (this.#spent.get(from * 256 + to) ?? 0));
  }

  spend(from: number, to: number, pages: number): void {
    if (this.#most === Infinity) return;
    const key = from * 256 + to;
    this.#spent.set(key, (this.#spent.get(key) ?? 0) + pages);
  }
}
