import type { Limitation } from '../contract/gen/thermocline/v1/Limitation.js';
import { type HostSpace, spacesInOrder, tierTable } from '../core/host.js';
import { classOf, type Policy } from '../core/policy.js';
import type { ClassSpec } from '../core/policySpec.js';
import { columnsOf } from '../rules/ruleColumns.js';
import { type RuleCall, RuleRunner, Starved } from '../rules/ruleRunner.js';
import { describe } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import type { Metrics } from '../runtime/metrics.js';
import type { FleetHost } from './fleet.js';
import {
  countFailure,
  countScores,
  createRecord,
  isSuspended,
  MAX_FAILED_PASSES,
  type RuleRecord,
} from './ruleRecord.js';

/** By space key, one score a run of its table; see PlanOptions.scores. */
export type ScoresBySpace = ReadonlyMap<string, Float32Array>;

interface ScoredSpace {
  readonly space: HostSpace;
  readonly named: ClassSpec;
  readonly rule: string;
}

/** The custom rules of the policy that hosts are planned by, in this thread. Spaces that a rule fails for go by heat and age. */
export class RuleHost {
  /** Those of a policy that nobody plans by any more go with it. */
  private readonly runners = new WeakMap<Policy, RuleRunner>();
  private readonly preparing = new WeakMap<Policy, Promise<void>>();
  private readonly failures;

  constructor(
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.failures = metrics.counter('rule_failures_total', 'Spaces that custom rules failed for', ['rule', 'code']);
  }

  /** Resolves when the rules of a policy are compiled. Never rejects: what is wrong with a rule shows when it is asked. */
  prepare(policy: Policy): Promise<void> {
    const begun = this.preparing.get(policy) ?? this.compile(policy);
    this.preparing.set(policy, begun);
    return begun;
  }

  /**
   * Scores of the host's spaces whose class has a rule; undefined where no class of the policy has one. `preparing` while rules
   * are compiled, some ten milliseconds each: a plan without them would be another one.
   */
  scoresFor(host: FleetHost, policy: Policy): ScoresBySpace | undefined | 'preparing' {
    if (!policy.classes.some(({ customRule }) => customRule !== undefined)) return undefined;
    const runner = this.runners.get(policy);
    if (!runner) {
      void this.prepare(policy);
      return 'preparing';
    }
    const revision = `${policy.name} ${policy.revision}`;
    for (const [name, record] of host.rules) if (record.revision !== revision) host.rules.delete(name);
    const spaces = this.spacesToScore(host, policy, revision);
    const tierOf = tierTable(host.model);
    const { labels, pageSize } = host.model.facts;
    const asked = new Set<string>();
    const calls = spaces.map(({ space, named, rule }): RuleCall => {
      const { command, cgroup, heat } = space;
      const twice = !(host.rules.get(rule) as RuleRecord).isPure && !asked.has(rule);
      asked.add(rule);
      const facts = { class: named.name, command, ...(cgroup === undefined ? {} : { cgroup }), labels, pageSize };
      return { rule, runs: heat.count, columns: () => columnsOf(heat.runs, tierOf), facts, twice };
    });
    try {
      return this.ask(runner, host, spaces, calls);
    } catch (error) {
      if (!(error instanceof Starved)) throw error;
      this.logger.warn({ rule: error.rule, error: error.message }, 'rules are compiled anew, and given more time');
      this.runners.delete(policy);
      this.preparing.set(policy, this.keep(policy, runner.renewed()));
      return 'preparing';
    }
  }

  /** What people ought to know of the rules on these hosts. */
  limitations(policy: Policy, hosts: Iterable<FleetHost>): Limitation[] {
    const unusable = this.runners.get(policy)?.unusable;
    const found = [...(unusable?.values() ?? [])].map((error) => ({
      name: 'rule-not-used',
      reason: `${describe(error)}; its classes go by heat and age`,
    }));
    const suspended = new Map<string, { hosts: number; last: string }>();
    for (const host of hosts) {
      for (const [rule, record] of host.rules) {
        if (!isSuspended(record) || unusable?.has(rule)) continue;
        suspended.set(rule, { hosts: (suspended.get(rule)?.hosts ?? 0) + 1, last: record.lastError });
      }
    }
    for (const { hosts: count, last } of suspended.values()) {
      found.push({ name: 'rule-suspended', reason: `on ${count} of the hosts, until the policy changes: ${last}` });
    }
    return found;
  }

  private async compile(policy: Policy): Promise<void> {
    const named = new Set(policy.classes.map(({ customRule }) => customRule));
    const rules = (policy.customRules ?? []).filter(({ name }) => named.has(name));
    if (rules.length > 0) await this.keep(policy, RuleRunner.open(rules));
  }

  private async keep(policy: Policy, opened: Promise<RuleRunner>): Promise<void> {
    try {
      const runner = await opened;
      for (const error of runner.unusable.values()) this.logger.error({ error: describe(error) }, 'a rule is not used');
      this.runners.set(policy, runner);
    } catch (error) {
      this.logger.error({ error: describe(error) }, 'custom rules could not be compiled; the next window tries again');
      this.preparing.delete(policy);
    }
  }

  /** Rule by rule, for that is how they are watched over; those of a rule in order of key. */
  private spacesToScore(host: FleetHost, policy: Policy, revision: string): ScoredSpace[] {
    const { labels: hostLabels } = host.model.facts;
    const byRule = new Map<string, ScoredSpace[]>();
    for (const space of spacesInOrder(host.model)) {
      const named = policy.classes[classOf(policy, { ...space, hostLabels })];
      const rule = named?.customRule;
      if (!named || rule === undefined || space.heat.count === 0) continue;
      let record = host.rules.get(rule);
      if (!record) {
        record = createRecord(revision);
        host.rules.set(rule, record);
      }
      if (isSuspended(record)) continue;
      const spaces = byRule.get(rule) ?? [];
      byRule.set(rule, spaces);
      spaces.push({ space, named, rule });
    }
    return [...byRule.values()].flat();
  }

  private ask(
    runner: RuleRunner,
    host: FleetHost,
    spaces: readonly ScoredSpace[],
    calls: readonly RuleCall[],
  ): ScoresBySpace {
    const scores = new Map<string, Float32Array>();
    const failed = new Set<string>();
    runner.run(calls).forEach((answer, i) => {
      const { space, rule } = spaces[i] as ScoredSpace;
      const record = host.rules.get(rule) as RuleRecord;
      if (answer instanceof Float32Array) {
        scores.set(space.key, answer);
        countScores(record, answer);
        if (calls[i]?.twice) record.isPure = true;
        return;
      }
      countFailure(record, answer);
      this.failures.inc({ rule, code: answer.code });
      failed.add(rule);
    });
    for (const { rule } of calls) if (!failed.has(rule)) (host.rules.get(rule) as RuleRecord).failedPasses = 0;
    for (const rule of failed) this.countFailedPass(host, rule);
    return scores;
  }

  private countFailedPass(host: FleetHost, rule: string): void {
    const record = host.rules.get(rule) as RuleRecord;
    record.failedPasses++;
    if (record.failedPasses !== MAX_FAILED_PASSES) return;
    const error = record.lastError;
    this.logger.warn(
      { host: host.hostId, rule, error },
      'a rule failed again and again; it is not asked for this host',
    );
  }
}
