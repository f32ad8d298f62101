import { join } from 'node:path';
import { Journal } from '../../../../services/actuator/journal.js';
import type { FakeMachine } from '../../../../services/kernel/fake.js';
import { identityOf, newStateDir } from './bench.js';
import { BOOT, HOST, moves, plan, signed } from './plans.js';

/** The state directory of an actuator that was killed in plan-1, a stretch of pages of a process, with these batches of it under way. */
export function cutOffPlan(
  machine: FakeMachine,
  pid: number,
  {
    from,
    to,
    range,
  }: { readonly from: number; readonly to: number; readonly range: [startPage: number, pages: number] },
  batches: readonly { readonly first: number; readonly count: number }[],
): string {
  const stateDir = newStateDir();
  const journal = new Journal(join(stateDir, 'journal.log'), { keepMs: 1000, maxBytes: 2 ** 20 });
  const planId = 'plan-1';
  const bytes = signed(plan(1, [moves({ target: identityOf(machine, pid), from, to, ranges: [range] })]));
  journal.append({ kind: 'accepted', planId, key: `${HOST}/${BOOT}/1`, atUnixMs: 1, bytes });
  batches.forEach((span, i) => {
    const moveBytes = span.count * 4096;
    journal.append({ kind: 'intent', planId, group: 0, batch: i + 1, atMs: 1, moveBytes, spans: [span] });
  });
  journal.close();
  return stateDir;
}
