import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutRoot } from '../lab/guest.js';

/** A report of the workload, as `up` records it. */
export interface Report {
  readonly unixMs: number;
  /** Seconds since the workload's start, by its own clock: guest time. */
  readonly t: number;
  readonly phase: number;
  readonly hotOnFast: number;
  readonly coldOnSlow: number;
  readonly star?: number;
}

/** A finished batch, as the actuator logs it. Milliseconds of the host's (the guest's) clocks. */
export interface Move {
  readonly completedUnixMs: number;
  readonly completedMonotonicMs: number;
  readonly bytes: number;
  readonly direction: string;
}

export interface PlanLine {
  readonly planId: string;
  readonly state: string;
  readonly startedUnixMs: string;
  readonly finishedUnixMs: string;
  readonly promotedPagesPlanned: string;
  readonly demotedPagesPlanned: string;
  readonly pagesMoved: string;
  readonly pageSize: number;
}

export interface HostLine {
  readonly unixMs: number;
  readonly starEstimate?: number;
}

/** What one run of the whole loop left behind. */
export interface LoopRun {
  readonly reports: readonly Report[];
  readonly moves: readonly Move[];
  /** The last that was seen of each plan. */
  readonly plans: readonly PlanLine[];
  readonly hosts: readonly HostLine[];
  readonly status: number | null;
  readonly output: string;
  readonly runDir: string;
}

/** Runs `up` with these options in a directory of its own. `onLine` sees its progress. */
export async function loopRun(options: readonly string[], onLine: (line: string) => void): Promise<LoopRun> {
  // Below the checkout, which is all that the guest sees of this machine's files.
  const runs = join(checkoutRoot(), '.run');
  mkdirSync(runs, { recursive: true });
  const runDir = mkdtempSync(join(runs, 'loop-'));
  const up = spawn(process.execPath, [join(checkoutRoot(), 'dist/bin/up.js'), '--run-dir', runDir, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
  });
  let output = '';
  for (const stream of [up.stdout, up.stderr]) {
    stream.on('data', (text: Buffer) => {
      output += text.toString();
      onLine(text.toString());
    });
  }
  const status = await new Promise<number | null>((resolve) => up.on('exit', resolve));
  const plans = new Map(lines<PlanLine>(runDir, 'plans').map((plan) => [plan.planId, plan]));
  return {
    reports: lines<Report>(runDir, 'reports'),
    moves: lines<Move>(runDir, 'moves').sort((a, b) => a.completedMonotonicMs - b.completedMonotonicMs),
    plans: [...plans.values()],
    hosts: lines<HostLine>(runDir, 'hosts'),
    status,
    output,
    runDir,
  };
}

function lines<T>(runDir: string, name: string): T[] {
  let text = '';
  try {
    text = readFileSync(join(runDir, `${name}.jsonl`), 'utf8');
  } catch {
    return []; // Nothing of the kind happened.
  }
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
