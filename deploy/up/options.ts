import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const SERVICES = ['nats', 'brain', 'collector', 'actuator'] as const;

/** A service, and when it is stopped and started: seconds after the workload's start. */
export interface Restart {
  readonly service: (typeof SERVICES)[number];
  readonly seconds: number;
}

export interface UpOptions {
  /** End by itself: 0 once the workload is placed, 1 if it is not in time. */
  readonly once: boolean;
  /** The last line is one JSON object. */
  readonly json: boolean;
  /** Move pages of all processes, not of the demo workload alone. Only on this host. */
  readonly all: boolean;
  /** Run in the lab guest even where this machine has several tiers. */
  readonly lab: boolean;
  /** Only say where it would act. */
  readonly where: boolean;
  readonly timeoutSeconds: number;
  readonly workload: {
    readonly hotMib: number;
    readonly warmMib: number;
    readonly coldMib: number;
  };
  /** Seconds after the workload's start at which its hot set shifts; none by default. */
  readonly shiftAt: readonly number[];
  /** With `once`: once placed, the hot set shifts, and only what is placed again is the end. */
  readonly shiftWhenPlaced: boolean;
  /** Services to stop and start in the middle, for tests. */
  readonly restart: readonly Restart[];
  /** Seconds after the workload's start at which the run ends, placed or not; 0: not by time. */
  readonly forSeconds: number;
  readonly limit: string;
  readonly coldAge: string;
  /** Where keys, configurations and logs of the run go. */
  readonly runDir: string;
}

export const HELP = `usage: npm run up -- [options]

Starts NATS, brain, collector, actuator and a demo workload, and shows pages being placed. On a machine with two or more tiers
of memory it acts there, on the demo workload alone; on one with a single tier it does the same in the lab guest.

  --once               end by itself: 0 once 95 % of the hot set is fast and 90 % of the cold set slow, 1 if not in time
  --json               with --once: the last line is one JSON object
  --timeout SECONDS    for --once, from the workload's start (120)
  --all                move pages of all processes of this host, not of the demo workload alone
  --lab                use the lab guest even if this machine has several tiers
  --hot-mib N (64)  --warm-mib N (32)  --cold-mib N (416)      the demo workload
  --limit BYTES (16MiB)  --cold-age DURATION (8s)              a second; when a page is cold
  --shift-at SECONDS   the hot set moves elsewhere, so long after the workload's start; may be given again
  --shift-when-placed  with --once: the hot set moves elsewhere once it is placed, and has to be placed again
  --restart NAME@SECONDS  stop and start nats, brain, collector or actuator in the middle; may be given again
  --for SECONDS        end so long after the workload's start: 0 if it is placed then, 1 if not
  --run-dir DIR (.run/up)keys, configurations, logs, and what was measured: reports.jsonl, moves.jsonl, plans.jsonl; what an
                       earlier run left in it is removed
  --where              say where it would act, host or lab, and end
  --help
`;

/** Throws TypeError for what is not understood; undefined asks for help. */
export function upOptions(argv: readonly string[], runDir: string): UpOptions | undefined {
  const text = { type: 'string' as const };
  const flag = { type: 'boolean' as const, default: false };
  const { values } = parseArgs({
    args: [...argv],
    options: {
      once: flag,
      json: flag,
      all: flag,
      lab: flag,
      where: flag,
      help: flag,
      timeout: { ...text, default: '120' },
      'hot-mib': { ...text, default: '64' },
      'warm-mib': { ...text, default: '32' },
      'cold-mib': { ...text, default: '416' },
      limit: { ...text, default: '16MiB' },
      'cold-age': { ...text, default: '8s' },
      'shift-at': { ...text, multiple: true, default: [] },
      'shift-when-placed': flag,
      restart: { ...text, multiple: true, default: [] },
      for: { ...text, default: '0' },
      'run-dir': text,
    },
  });
  if (values.help) return undefined;
  const number = (name: string, given: string): number => {
    const parsed = Number(given);
    if (given.trim() === '' || !Number.isFinite(parsed) || parsed < 0) {
      throw new TypeError(`--${name} takes a number of 0 or more, not ${JSON.stringify(given)}`);
    }
    return parsed;
  };
  if (values['shift-when-placed'] && !values.once) throw new TypeError('--shift-when-placed goes with --once');
  if (values.all && values.lab) throw new TypeError('--all is for this host, --lab for the guest: choose one');
  return {
    once: values.once,
    json: values.json,
    all: values.all,
    lab: values.lab,
    where: values.where,
    timeoutSeconds: number('timeout', values.timeout),
    workload: {
      hotMib: number('hot-mib', values['hot-mib']),
      warmMib: number('warm-mib', values['warm-mib']),
      coldMib: number('cold-mib', values['cold-mib']),
    },
    shiftAt: values['shift-at'].map((each) => number('shift-at', each)),
    shiftWhenPlaced: values['shift-when-placed'],
    restart: values.restart.map(restartOf),
    forSeconds: number('for', values.for),
    limit: values.limit,
    coldAge: values['cold-age'],
    runDir: resolve(values['run-dir'] ?? runDir), // NATS would read the store's .run/up for a number.
  };
}

function restartOf(given: string): Restart {
  const [name, seconds] = given.split('@');
  const service = SERVICES.find((each) => each === name);
  if (service && /^\d+(\.\d+)?$/.test(seconds ?? '')) return { service, seconds: Number(seconds) };
  throw new TypeError(`--restart takes ${SERVICES.join(', ')} and seconds, as brain@14, not ${JSON.stringify(given)}`);
}
