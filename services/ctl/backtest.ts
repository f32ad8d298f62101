import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { runTrial } from '../backtest/crew.js';
import { type BacktestReport, reportOf } from '../backtest/report.js';
import type { PolicySpec } from '../core/policySpec.js';
import { readPolicy } from '../policy/reading.js';
import { describe, EXIT, ThermoclineError } from '../runtime/errors.js';
import { reportLines } from './backtestView.js';
import { type Globals, globalsOf, withService } from './globals.js';
import { amountOption, durationOption, shareOption, wholeOption } from './optionValues.js';
import { soundPolicyFile } from './policyFile.js';
import type { Screen } from './screen.js';
import { addSource, openSource, type SourceOptions } from './traceSource.js';

/** Plans hold this many intervals' worth of a host's budget, as the brain's do. */
const INTERVALS_AHEAD = 2;
const MAX_THREADS = 8;

interface Options extends SourceOptions {
  readonly policy: string;
  readonly against?: string;
  readonly planEvery: number;
  readonly warmUp: number;
  readonly threads: number;
  readonly maxStar?: number;
  readonly maxBytes?: number;
}

/** `thermocline backtest`: what a policy would have done with what was seen. */
export function addBacktest(program: Command, screen: Screen): void {
  const command = program
    .command('backtest')
    .description('what a policy would have done with what was seen; moves nothing')
    .requiredOption('--policy <file>', 'the policy on trial')
    .option(
      '--against <file>',
      'the policy to compare with; when left out the active one of the brain, not for a trace',
    )
    .option('--max-star <share>', 'fail when its starEstimate is above', shareOption('--max-star'))
    .option('--max-bytes <size>', 'fail when it would have moved more', amountOption('--max-bytes'));
  addPace(addSource(command)).action(async (options: Options, self: Command) => {
    const globals = globalsOf(self, screen);
    const candidate = specOf(options.policy);
    const running = options.against === undefined ? await activePolicy(options, globals) : specOf(options.against);
    const source = await openSource(options);
    const progress = progressOn(process.stderr);
    try {
      const trial = { policies: running ? [candidate, running] : [candidate], baselines: true, ...paceOf(options) };
      const result = await runTrial(trial, source.messages, options.threads, progress.add);
      progress.end();
      if (result.counts.batches === 0) throw new ThermoclineError('TRACE_EMPTY', source.whyEmpty());
      const report = reportOf(result);
      const { format } = globals;
      if (format === 'json' || format === 'yaml') screen.document(format, { ...report, covers: source.covers });
      else screen.lines(reportLines(report, source.covers, globals.look));
      requireWithin(report, options);
    } finally {
      await source.close();
    }
  });
}

/** Options of every replay: how the brain would have gone about it. */
export function addPace(command: Command): Command {
  return command
    .option('--plan-every <duration>', 'from plan to plan of a host', durationOption('--plan-every'), 5000)
    .option('--warm-up <duration>', 'heat is only learnt for so long first', durationOption('--warm-up'), 0)
    .option(
      '--threads <n>',
      'worker threads',
      wholeOption('--threads', 1, 64),
      Math.min(MAX_THREADS, availableParallelism()),
    );
}

export function paceOf({ planEvery, warmUp }: Pick<Options, 'planEvery' | 'warmUp'>) {
  return {
    pace: { planEveryMs: planEvery, planSeconds: (INTERVALS_AHEAD * planEvery) / 1000 },
    warmUpMs: warmUp,
  };
}

export function specOf(file: string): PolicySpec {
  const { spec } = soundPolicyFile(file);
  if (!spec) throw new ThermoclineError('POLICY_INVALID', `${file} holds no policy`);
  return spec;
}

/** The policy that the fleet goes by, where a brain is there to be asked: a trace file may be read far from any. */
async function activePolicy({ trace }: SourceOptions, globals: Globals): Promise<PolicySpec | undefined> {
  if (trace !== undefined) {
    process.stderr.write('a trace is compared with no running policy; name one with --against\n');
    return undefined;
  }
  try {
    const { policy } = await withService('PolicyService', globals, (service) =>
      service.call('GetPolicy', { name: '', revision: 0 }),
    );
    return policy ? readPolicy(policy.source).spec : undefined;
  } catch (error) {
    process.stderr.write(`no comparison with the running policy: ${describe(error)}; name one with --against\n`);
    return undefined;
  }
}

/** Says how many batches were replayed, on a terminal. */
export function progressOn(stream: NodeJS.WriteStream): { add: (batches: number) => void; end: () => void } {
  let batches = 0;
  let saidMs = performance.now();
  const startedMs = saidMs;
  const every = stream.isTTY ? 200 : 5000;
  const say = (nowMs: number): void => {
    const rate = batches / ((nowMs - startedMs) / 1000);
    const text = `${batches} batches replayed, ${rate.toFixed(0)} a second`;
    stream.write(stream.isTTY ? `\r${text}` : `${text}\n`);
    saidMs = nowMs;
  };
  return {
    add: (more) => {
      batches += more;
      const nowMs = performance.now();
      if (nowMs - saidMs >= every) say(nowMs);
    },
    end: () => {
      if (stream.isTTY && batches > 0) stream.write('\n');
    },
  };
}

/** Throws BACKTEST_LIMIT, with exit status 1, for what went beyond. */
function requireWithin({ rows }: BacktestReport, { maxStar, maxBytes }: Options): void {
  const total = rows.find((row) => row.of === 'candidate' && row.class === undefined);
  const star = total?.starEstimate;
  const beyond: string[] = [];
  if (maxStar !== undefined && !(star !== undefined && star <= maxStar)) {
    beyond.push(
      `starEstimate ${star === undefined ? 'is not known' : star.toFixed(4)}, at most ${maxStar} was asked for`,
    );
  }
  const bytes = total?.bytesMoved ?? 0;
  if (maxBytes !== undefined && bytes > maxBytes)
    beyond.push(`${bytes} bytes moved, at most ${maxBytes} were asked for`);
  if (beyond.length > 0) throw new ThermoclineError('BACKTEST_LIMIT', beyond.join('; '), { exitCode: EXIT.error });
}
