import type { Totals } from '../contract/gen/thermocline/v1/Totals.js';
import { errnoName } from '../kernel/errno.js';
import { SKIP_REASONS, Verdict } from './verdict.js';

/** Pages by what became of them. */
export class PageTotals {
  moved = 0;
  bytesMoved = 0;
  alreadyThere = 0;
  unknown = 0;
  readonly failed = new Map<string, number>();
  readonly skipped = new Map<string, number>();

  add(verdict: number, detail: number, pages: number, pageSize: number): void {
    if (verdict === Verdict.moved) {
      this.moved += pages;
      this.bytesMoved += pages * pageSize;
    } else if (verdict === Verdict.alreadyThere) this.alreadyThere += pages;
    else if (verdict === Verdict.unknown) this.unknown += pages;
    else if (verdict === Verdict.failed) increase(this.failed, errnoName(detail), pages);
    else if (verdict === Verdict.skipped) increase(this.skipped, SKIP_REASONS[detail] ?? 'unnamed', pages);
  }

  message(): Totals {
    return {
      pagesMoved: this.moved,
      bytesMoved: this.bytesMoved,
      pagesAlreadyThere: this.alreadyThere,
      pagesFailed: Object.fromEntries(this.failed),
      pagesSkipped: Object.fromEntries(this.skipped),
      pagesUnknown: this.unknown,
    };
  }
}

function increase(counts: Map<string, number>, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}
