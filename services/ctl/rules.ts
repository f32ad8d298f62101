import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { type RuleAnswer, type RuleCall, RuleRunner, Starved } from '../rules/ruleRunner.js';
import { callOf, type Sample, sampleSchema, USUAL } from '../rules/sample.js';
import { ThermoclineError } from '../runtime/errors.js';
import { Table } from './columns.js';
import { FORMAT_VERSION } from './document.js';
import { globalsOf } from './globals.js';
import { counted, hex, secondsText } from './quantities.js';
import type { Screen } from './screen.js';

type Scored = Sample['runs'][number] & { readonly score: number | null };

/** `thermocline rules …` */
export function addRules(program: Command, screen: Screen): void {
  const rules = program.command('rules').description('custom rules, in JavaScript (docs/custom-rules.md)');

  rules
    .command('test <file>')
    .description('what a rule makes of a space, as the brain would run it; asks no brain')
    .option('--input <file>', 'a space in JSON; one with all heats and ages when left out')
    .action(async (file: string, { input }: { input?: string }, command: Command) => {
      const { format, look } = globalsOf(command, screen);
      const sample = input === undefined ? USUAL : readSample(input);
      const rule = basename(file).replace(/\.[cm]?js$/, '');
      const runner = await RuleRunner.open([{ name: rule, source: readText(file) }]);
      const answer = await answerOf(runner, { rule, ...callOf(sample), twice: true });
      if (!(answer instanceof Float32Array)) throw answer;
      const scored = sample.runs.map((run, i) => ({ ...run, score: scoreOf(answer[i]) }));
      if (format === 'json' || format === 'yaml') {
        return screen.document(format, { formatVersion: FORMAT_VERSION, rule, runs: scored });
      }
      const opinions = scored.filter(({ score }) => score !== null).length;
      screen.rows(scoreTable(look), scored, 'runs');
      screen.lines(['', `${rule} scored ${opinions} of ${counted(scored.length, 'run')}, twice the same`]);
    });
}

async function answerOf(runner: RuleRunner, call: RuleCall): Promise<RuleAnswer | undefined> {
  try {
    return runner.run([call])[0];
  } catch (error) {
    if (error instanceof Starved) return await answerOf(await runner.renewed(), call);
    throw error;
  }
}

function scoreTable(look: { readonly wide: boolean; readonly headers: boolean }): Table<Scored> {
  return new Table<Scored>(
    [
      { title: 'START', text: ({ startPage }) => hex(startPage) },
      { title: 'PAGES', text: ({ pages }) => String(pages), right: true },
      { title: 'HEAT', text: ({ heat }) => heat.toFixed(2), right: true },
      { title: 'AGE', text: ({ age }) => secondsText(age), right: true },
      { title: 'TIER', text: ({ tier }) => (tier === 255 ? '-' : String(tier)), right: true },
      { title: 'KIND', text: ({ kind }) => kind },
      { title: 'SCORE', text: ({ score }) => (score === null ? '-' : score.toFixed(2)), right: true },
      { title: 'SO IT IS', text: ({ score }) => verdictOf(score) },
    ],
    look,
  );
}

/** As services/core/judgement.ts takes a score. */
function verdictOf(score: number | null): string {
  if (score === null) return 'left to heat and age';
  if (score === 0) return 'neither';
  return score > 0 ? 'hot' : 'cold';
}

function scoreOf(score: number | undefined): number | null {
  return score === undefined || Number.isNaN(score) ? null : score;
}

function readSample(file: string): Sample {
  let written: unknown;
  try {
    written = JSON.parse(readText(file));
  } catch (cause) {
    if (cause instanceof ThermoclineError) throw cause;
    throw new ThermoclineError('USAGE', `--input: ${file} is no JSON: ${(cause as Error).message}`, { cause });
  }
  const parsed = sampleSchema.safeParse(written);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the sample'}: ${message}`);
  throw new ThermoclineError('USAGE', `--input: ${file}: ${problems.slice(0, 10).join('\n  ')}`);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ThermoclineError('USAGE', `${file} can't be read: ${(cause as Error).message}`, { cause });
  }
}
