import type { BatchReport } from '../../../../services/actuator/moverPort.js';
import { type GroupRuns, RunBuilder, Unit } from '../../../../services/actuator/pageRuns.js';

/** Pages, ascending, as runs of none but base pages. */
export function runsOf(pages: Iterable<number>): GroupRuns {
  const built = new RunBuilder();
  let index = 0;
  for (const page of pages) built.add(index++, page, 1, Unit.page);
  return built.take();
}

/** Neighbouring pages. */
export function oneRun(startPage: number, pages: number): GroupRuns {
  const built = new RunBuilder();
  built.add(0, startPage, pages, Unit.page);
  return built.take();
}

/** A report page by page. */
export function eachPage({ verdicts }: Pick<BatchReport, 'verdicts'>): { verdicts: number[]; details: number[] } {
  return {
    verdicts: verdicts.flatMap(({ count, verdict }) => Array<number>(count).fill(verdict)),
    details: verdicts.flatMap(({ count, detail }) => Array<number>(count).fill(detail)),
  };
}
