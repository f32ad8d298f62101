import { type QuickJSContext, type QuickJSHandle, Scope } from 'quickjs-emscripten-core';
import { type Engine, MEMORY_LIMIT_BYTES } from './engine.js';
import { prelude } from './prelude.js';
import { COLUMN_BYTES, type RuleFacts } from './ruleColumns.js';
import { type RuleCode, RuleError } from './ruleError.js';

const STACK_LIMIT_BYTES = 128 * 2 ** 10;
/**
 * Effort is counted in jumps and calls, 10,000 at a time (JS_INTERRUPT_COUNTER_INIT in quickjs.c), so that whether a rule has
 * enough does not hang on how busy the machine is. 10,000 take about a millisecond; a turn of a loop is one or two.
 */
const TURNS_AT_A_TIME = 10_000;
const TURNS = 500_000;
const TURNS_PER_RUN = 40;
const MAX_SOURCE_BYTES = 256 * 2 ** 10;

/** Effort that a space of so many runs may take, in calls of the interrupt handler. */
export function effortOf(runs: number): number {
  return Math.ceil((TURNS + TURNS_PER_RUN * runs) / TURNS_AT_A_TIME);
}

/**
 * One rule, compiled once, in an engine of its own, which goes with it: no I/O, no clock, no randomness, no keys, nothing of
 * Node; bounded in memory, stack and effort. The bound on effort does not reach into QuickJS's own functions; see guard.ts.
 */
export class Isolate {
  private readonly context: QuickJSContext;
  /** Calls the rule with columns over a buffer, and answers its scores as a buffer. */
  private readonly call: QuickJSHandle;
  private effort = 0;

  /** Throws RULE_INVALID, and what a rule may throw while its module is evaluated. */
  constructor(
    engine: Engine,
    readonly name: string,
    source: string,
  ) {
    if (Buffer.byteLength(source) > MAX_SOURCE_BYTES) {
      throw new RuleError(name, 'RULE_INVALID', `the source is over ${MAX_SOURCE_BYTES} bytes`);
    }
    const runtime = engine.newRuntime({
      maxStackSizeBytes: STACK_LIMIT_BYTES,
      interruptHandler: () => --this.effort < 0,
    });
    this.context = runtime.newContext({
      // Promise: modules are evaluated by one. Its jobs are never run.
      intrinsics: { BaseObjects: true, Eval: true, JSON: true, MapSet: true, TypedArrays: true, Promise: true },
    });
    this.call = this.compile(source);
  }

  /**
   * Scores of the runs whose columns lie in `columns` (see ruleColumns.ts), -1 (cold) .. 1 (hot), NaN for no opinion.
   * Throws RULE_FAILED, RULE_TIMEOUT, RULE_OUT_OF_MEMORY, RULE_BAD_RESULT.
   */
  score(columns: ArrayBuffer, facts: RuleFacts): Float32Array {
    const count = columns.byteLength / COLUMN_BYTES;
    if (count === 0) return new Float32Array(0);
    const { context } = this;
    this.effort = effortOf(count);
    return Scope.withScope((scope) => {
      const buffer = scope.manage(context.newArrayBuffer(columns));
      const length = scope.manage(context.newNumber(count));
      const told = scope.manage(context.newString(JSON.stringify(facts)));
      const result = context.callFunction(this.call, context.undefined, buffer, length, told);
      return this.scoresIn(scope.manage(this.unwrap(result)), count);
    });
  }

  private compile(source: string): QuickJSHandle {
    const { context, name } = this;
    this.effort = effortOf(0);
    const prepare = this.unwrap(context.evalCode(prelude, 'prelude.js', { type: 'global', strict: true }));
    this.effort = effortOf(0);
    const module = this.unwrap(context.evalCode(source, `${name}.js`, { type: 'module' }), 'RULE_INVALID');
    const rule = context.getProp(module, 'default');
    if (context.typeof(rule) !== 'function') {
      const got = context.typeof(rule);
      throw new RuleError(name, 'RULE_INVALID', `the default export is ${got}; expected a function`);
    }
    return this.unwrap(context.callFunction(prepare, context.undefined, rule));
  }

  private scoresIn(result: QuickJSHandle, count: number): Float32Array {
    const { context, name } = this;
    if (context.typeof(result) === 'string') throw new RuleError(name, 'RULE_BAD_RESULT', context.getString(result));
    const scores = new Float32Array(count);
    const bytes = new Uint8Array(scores.buffer);
    context.getArrayBuffer(result).consume((lifetime) => bytes.set(lifetime.value));
    for (let i = 0; i < count; i++) {
      const score = scores[i] as number;
      if (score < -1 || score > 1) {
        throw new RuleError(name, 'RULE_BAD_RESULT', `score ${i} is ${score}; expected -1 .. 1, or NaN for no opinion`);
      }
    }
    return scores;
  }

  private unwrap(result: ReturnType<QuickJSContext['evalCode']>, code: RuleCode = 'RULE_FAILED'): QuickJSHandle {
    if (!result.error) return result.value;
    // What describes an error is the rule's own code too.
    this.effort = effortOf(0);
    const thrown = result.error.consume((handle) => this.context.dump(handle) as unknown);
    throw this.errorOf(thrown, code);
  }

  private errorOf(thrown: unknown, code: RuleCode): RuleError {
    const { name } = this;
    const { name: kind = 'Error', message = String(thrown), stack } = (thrown ?? {}) as Partial<Error>;
    if (kind === 'InternalError' && message === 'interrupted') {
      return new RuleError(name, 'RULE_TIMEOUT', 'it took more effort than it has for so many runs');
    }
    if (kind === 'InternalError' && message === 'out of memory') {
      return new RuleError(name, 'RULE_OUT_OF_MEMORY', `it took more than ${MEMORY_LIMIT_BYTES} bytes`);
    }
    const place = /\((\S+?:\d+:\d+)\)|at (\S+?:\d+:\d+)/.exec(stack ?? '');
    const at = place?.[1] ?? place?.[2];
    return new RuleError(name, code, `${kind}: ${message}${at === undefined ? '' : ` (${at})`}`.slice(0, 500));
  }
}
