import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostState__Output } from '../../services/contract/gen/thermocline/v1/HostState.js';
import type { PlanSummary__Output } from '../../services/contract/gen/thermocline/v1/PlanSummary.js';
import type { Placement } from './placement.js';

/** Writes what a run saw, a JSON object a line, for whoever measures afterwards. The moves themselves the actuator logs. */
export class RunRecord {
  constructor(private readonly runDir: string) {}

  report(placement: Placement): void {
    this.line('reports', { unixMs: Date.now(), ...placement });
  }

  host(host: HostState__Output): void {
    const { lastBatchUnixMs, starEstimate, strr, runs } = host;
    this.line('hosts', {
      unixMs: Date.now(),
      lastBatchUnixMs: Number(lastBatchUnixMs),
      starEstimate,
      strr,
      runs: Number(runs),
    });
  }

  plan(plan: PlanSummary__Output): void {
    this.line('plans', { unixMs: Date.now(), ...plan });
  }

  private line(name: string, value: object): void {
    appendFileSync(join(this.runDir, `${name}.jsonl`), `${JSON.stringify(value)}\n`);
  }
}
