import type { CustomRuleSpec } from '../core/policySpec.js';
import { loadEngine } from './engine.js';
import { guarded, Overrun } from './guard.js';
import { Isolate } from './isolate.js';
import type { RuleFacts } from './ruleColumns.js';
import { RuleError } from './ruleError.js';

/** One call of a rule. */
export interface RuleCall {
  readonly rule: string;
  readonly runs: number;
  /** Made when the rule's turn comes: a host may have millions of runs. */
  readonly columns: () => ArrayBuffer;
  readonly facts: RuleFacts;
  /** Calls twice, and holds it against the rule when the answers differ. */
  readonly twice: boolean;
}

export type RuleAnswer = Float32Array | RuleError;

/**
 * Far above what a rule's effort can take (about 4 µs a run): what reaches it is within a function of QuickJS that never asks
 * whether to go on.
 */
const GUARD_MS = 1000;
const GUARD_MS_PER_RUN = 0.02;
/** The watch goes by the clock. A rule that had less of the CPU than this share of its time is not known to be endless. */
const LEAST_CPU_SHARE = 0.5;
/** Times the time above; then a rule is taken for endless whatever it had of the CPU, for nothing else is planned meanwhile. */
const MOST_PATIENCE = 4;

/** The machine was too busy to tell an endless rule from any other, and its engine is lost: `renewed` is to be asked. */
export class Starved extends Error {
  constructor(readonly rule: string) {
    super(`rule ${rule} was stopped before it had its time of the CPU; the machine is busy`);
  }
}

/** The rules of one policy revision, compiled, each in an engine of its own: what one does wrong touches no other. */
export class RuleRunner {
  private readonly isolates = new Map<string, Isolate>();
  /** Rules that can't be used, and why. */
  readonly unusable = new Map<string, RuleError>();

  private constructor(
    private readonly rules: readonly CustomRuleSpec[],
    private readonly patience: number,
  ) {}

  /** Compiles rules. Those that can't be are among the unusable then. */
  static async open(rules: readonly CustomRuleSpec[], patience = 1): Promise<RuleRunner> {
    const runner = new RuleRunner(rules, patience);
    try {
      for (const { name, source } of rules) {
        const engine = await loadEngine();
        runner.guard(name, GUARD_MS, () => runner.isolates.set(name, new Isolate(engine, name, source)));
      }
    } catch (error) {
      if (error instanceof Starved) return await runner.renewed();
      throw error;
    }
    return runner;
  }

  /** The same rules in new engines, with twice the patience. */
  renewed(): Promise<RuleRunner> {
    return RuleRunner.open(this.rules, 2 * this.patience);
  }

  /** Answers in order of the calls. Throws Starved. */
  run(calls: readonly RuleCall[]): RuleAnswer[] {
    const answers: RuleAnswer[] = [];
    while (answers.length < calls.length) {
      // One watch over many calls, for it costs a thread; the calls of a rule stand together.
      const { rule } = calls[answers.length] as RuleCall;
      const others = calls.findIndex((call, i) => i >= answers.length && call.rule !== rule);
      const end = others < 0 ? calls.length : others;
      const runs = calls.slice(answers.length, end).reduce((sum, call) => sum + call.runs, 0);
      this.guard(rule, GUARD_MS + runs * GUARD_MS_PER_RUN, () => {
        while (answers.length < end) answers.push(this.answer(calls[answers.length] as RuleCall));
      });
      while (answers.length < end) answers.push(this.refusal(rule));
    }
    return answers;
  }

  private answer({ rule, columns, facts, twice }: RuleCall): RuleAnswer {
    const isolate = this.isolates.get(rule);
    if (!isolate) return this.refusal(rule);
    try {
      const made = columns();
      const scores = isolate.score(made, facts);
      if (!twice || Buffer.from(scores.buffer).equals(Buffer.from(isolate.score(made, facts).buffer))) return scores;
      return new RuleError(rule, 'RULE_IMPURE', 'it gave other scores for the same columns when it was asked again');
    } catch (error) {
      if (error instanceof RuleError) return error;
      throw error;
    }
  }

  private refusal(rule: string): RuleError {
    return this.unusable.get(rule) ?? new RuleError(rule, 'RULE_INVALID', 'the policy has no such rule');
  }

  /** A rule that is no rule, has to be stopped, or brings QuickJS down is not used again: its engine may be in any state. */
  private guard(rule: string, timeoutMs: number, task: () => void): void {
    try {
      guarded(task, timeoutMs * this.patience);
    } catch (error) {
      const starved = error instanceof Overrun && error.cpuMs < timeoutMs * LEAST_CPU_SHARE;
      if (starved && this.patience < MOST_PATIENCE) throw new Starved(rule);
      this.isolates.delete(rule);
      this.unusable.set(rule, errorOf(rule, error));
    }
  }
}

function errorOf(rule: string, error: unknown): RuleError {
  if (error instanceof RuleError) return error;
  if (error instanceof Overrun) {
    return new RuleError(rule, 'RULE_TIMEOUT', 'it had to be stopped within a function of the language');
  }
  const says = error instanceof Error ? error.message : String(error);
  return new RuleError(rule, 'RULE_FAILED', `QuickJS itself failed: ${says}`.slice(0, 500));
}
