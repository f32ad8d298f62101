import { join } from 'node:path';
import { type Command, Option } from 'commander';
import type { PolicySpec } from '../core/policySpec.js';
import { readPolicy } from '../policy/reading.js';
import { ThermoclineError } from '../runtime/errors.js';
import { OBJECTIVES, type Objective } from '../tune/aim.js';
import { ROUNDS } from '../tune/halving.js';
import { type Range, usualRange, VARIED_BY_DEFAULT } from '../tune/parameters.js';
import { type TuneReport, tune } from '../tune/tune.js';
import { addPace, paceOf, progressOn } from './backtest.js';
import { FORMAT_VERSION } from './document.js';
import { type Globals, globalsOf, withService } from './globals.js';
import { amountOption, shareOption, wholeOption } from './optionValues.js';
import { readPolicyFile, refuse } from './policyFile.js';
import { withScratch } from './scratch.js';
import type { Screen } from './screen.js';
import { addSource, keptSource, type SourceOptions } from './traceSource.js';
import { requireWritable, writeTuned } from './tunedFile.js';
import { varyOption } from './tuneOptions.js';
import { aimText, evidenceLines, nearestText, tuneDocument } from './tuneView.js';

const BUDGET_DEFAULT = 18;
const RUNGS_AT_MOST = 3;
const HOLD_OUT_DEFAULT = 0.25;

export interface TuneCommandOptions extends SourceOptions {
  readonly policy?: string;
  readonly out: string;
  readonly vary?: readonly Range[];
  readonly objective: Objective;
  readonly maxStar?: number;
  readonly minStrr?: number;
  readonly maxBytes?: number;
  readonly budget: number;
  readonly seed: number;
  readonly holdOut: number;
  readonly planEvery: number;
  readonly warmUp: number;
  readonly threads: number;
}

/** `thermocline tune`: searches a policy's parameters by backtests. */
export function addTune(program: Command, screen: Screen): void {
  const command = program
    .command('tune')
    .description('searches for better parameters of a policy by backtests, and writes the best as a policy')
    .requiredOption('--out <file>', 'where the tuned policy goes, with the evidence')
    .option('--policy <file>', 'the policy to tune; the active one of the brain when left out')
    .option(
      '--vary <parameter>',
      'as hotRate, or coldAge=30s..1h; may be repeated; docs/tune.md has the list',
      varyOption,
    )
    .addOption(
      new Option('--objective <name>', 'least STAR, most memory in slow tiers, or fewest bytes moved')
        .choices(OBJECTIVES)
        .default('star'),
    )
    .option('--max-star <share>', 'starEstimate at most', shareOption('--max-star'))
    .option('--min-strr <share>', 'STRR at least', shareOption('--min-strr'))
    .option('--max-bytes <size>', 'bytes moved at most, by all hosts over all of the time', amountOption('--max-bytes'))
    .option(
      '--budget <n>',
      'what to spend, in backtests of one policy on all of the data',
      wholeOption('--budget', ROUNDS * RUNGS_AT_MOST, 100_000),
      BUDGET_DEFAULT,
    )
    .option('--seed <n>', 'of the search; the same finds the same', wholeOption('--seed', 0, 2 ** 32 - 1), 1)
    .option('--hold-out <share>', 'hosts that the search does not see', shareOption('--hold-out'), HOLD_OUT_DEFAULT);
  addPace(addSource(command)).action(async (options: TuneCommandOptions, self: Command) => {
    await runTune(options, globalsOf(self, screen));
  });
}

async function runTune(options: TuneCommandOptions, globals: Globals): Promise<void> {
  const { text, spec } = await policyToTune(options, globals);
  requireWritable(options.out);
  await withScratch('thermocline-tune', async (directory) => {
    const source = await keptSource(options, join(directory, 'search.trace'));
    const progress = progressOn(process.stderr);
    const onPass = (what: string): void => {
      progress.end();
      process.stderr.write(`${what}\n`);
    };
    const aim = { objective: options.objective, ...limitsOf(options) };
    const { budget, seed, holdOut, threads } = options;
    const ranges = options.vary ?? VARIED_BY_DEFAULT.map(usualRange);
    const how = { start: spec, ranges, aim, budget, seed, holdOut, threads, ...paceOf(options) };
    const report = await tune(source, how, { onPass, onBatches: progress.add });
    progress.end();
    show(report, { ...options, covers: source.covers }, globals);
    requireBetter(report, aimText(options));
    const title = `thermocline tune, seed ${seed}`;
    const lines = evidenceLines(report, { ...options, covers: source.covers }, { wide: false, headers: true });
    writeTuned(options.out, text, report, { title, lines });
    process.stderr.write(
      `${options.out} written; thermocline policies diff and apply, or a rollout, go on from there\n`,
    );
  });
}

async function policyToTune(
  options: TuneCommandOptions,
  globals: Globals,
): Promise<{ text: string; spec: PolicySpec }> {
  if (options.policy !== undefined) {
    const { problems, spec, whole } = readPolicyFile(options.policy);
    refuse(problems, options.policy);
    if (spec) return { text: whole, spec };
    throw new ThermoclineError('POLICY_INVALID', `${options.policy} holds no policy`);
  }
  const { policy } = await withService('PolicyService', globals, (service) =>
    service.call('GetPolicy', { name: '', revision: 0 }),
  );
  const spec = policy && readPolicy(policy.source).spec;
  if (spec) return { text: policy.source, spec };
  throw new ThermoclineError('RPC_NOT_FOUND', 'the brain has no active policy; name one with --policy');
}

function limitsOf({ maxStar, minStrr, maxBytes }: TuneCommandOptions) {
  return {
    ...(maxStar === undefined ? {} : { maxStar }),
    ...(minStrr === undefined ? {} : { minStrr }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  };
}

function show(
  report: TuneReport,
  options: TuneCommandOptions & { covers: string },
  { format, screen, look }: Globals,
): void {
  if (format === 'json' || format === 'yaml') {
    screen.document(format, { formatVersion: FORMAT_VERSION, ...tuneDocument(report, options) });
  } else screen.lines(evidenceLines(report, options, look));
}

function requireBetter(report: TuneReport, aim: string): void {
  if (report.verdict === 'better') return;
  if (report.verdict === 'nothing-better') {
    throw new ThermoclineError(
      'TUNE_NOTHING_BETTER',
      `none of ${report.tried} candidates: ${aim}; nothing was written`,
    );
  }
  throw new ThermoclineError(
    'TUNE_INFEASIBLE',
    `none of ${report.tried} candidates: ${aim}; nearest is ${nearestText(report)}; nothing was written`,
  );
}
