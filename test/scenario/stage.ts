import { pagesOf, startOf } from '../../services/core/columns.js';
import type { PlanDraft } from '../../services/core/draft.js';
import { applyFacts, applyLook, createHost, dropUnseen, endSpaces } from '../../services/core/host.js';
import { recordFailed, recordMoved } from '../../services/core/moved.js';
import type { OutstandingPlan } from '../../services/core/outstanding.js';
import { planHost } from '../../services/core/planner.js';
import { compilePolicy, heatParametersOf, type Policy } from '../../services/core/policy.js';
import { AGE_MAX_SECONDS, shareOfHeat } from '../../services/core/quantities.js';
import { summarize } from '../../services/core/summary.js';
import { bytesOf, lookOf, nodeOf } from './reading.js';
import type { Command } from './script.js';

const PAGE_SIZE = 4096;
/** The first second of every scenario, Unix ms. */
const START_UNIX_MS = 1_700_000_000_000;
const NODE_UNKNOWN = 255;

/** One host on a stage: a clock that commands move, and what a brain would keep. */
export class Stage {
  readonly #host = createHost();
  #now = START_UNIX_MS;
  #policy: Policy | undefined;
  #plans: OutstandingPlan[] = [];

  execute(command: Command): readonly string[] {
    const verbs: Record<string, (command: Command) => readonly string[]> = {
      policy: (given) => this.#setPolicy(given),
      host: (given) => this.#setHost(given),
      look: (given) => this.#look(given),
      plan: (given) => this.#plan(given),
      outcome: (given) => this.#outcome(given),
      wait: ({ words }) => this.#wait(Number(words[0])),
      heat: ({ words }) => this.#heat(words[0] ?? ''),
      summary: () => this.#summary(),
      end: ({ words }) => {
        endSpaces(this.#host, words);
        return [`${this.#host.spaces.size} spaces`];
      },
      drop: ({ options }) => [`${dropUnseen(this.#host, this.#now, Number(options.get('unseen')))} dropped`],
    };
    const verb = verbs[command.verb];
    return verb ? verb(command) : [`line ${command.line}: no verb ${command.verb}`];
  }

  #setPolicy({ options }: Command): readonly string[] {
    const number = (name: string, otherwise: number): number => Number(options.get(name) ?? otherwise);
    const compiled = compilePolicy({
      name: 'scenario',
      revision: 1,
      classes: [
        {
          name: 'all',
          selector: {},
          latencySensitive: false,
          priority: 0,
          coldAgeSeconds: number('coldAge', 60),
          hotRate: number('hotRate', 0.5),
        },
      ],
      tiers: [{ rank: 0, headroomShare: number('headroom', 0) }],
      bytesPerSecondPerHost: bytesOf(options.get('rate') ?? '64Mi'),
      residenceSeconds: number('residence', 120),
      dataMaxAgeSeconds: number('dataMaxAge', 30),
      heatHalfLifeSeconds: number('halfLife', 20),
    });
    if ('problems' in compiled)
      return compiled.problems.map(({ path, got, expected }) => `${path}: ${got}, not ${expected}`);
    this.#policy = compiled.policy;
    return ['ok'];
  }

  #setHost({ input }: Command): readonly string[] {
    applyFacts(this.#host, { nodes: input.map(nodeOf), labels: {}, pageSize: PAGE_SIZE, atUnixMs: this.#now });
    return ['ok'];
  }

  #wait(seconds: number): readonly string[] {
    this.#now += seconds * 1000;
    return [`${(this.#now - START_UNIX_MS) / 1000} s`];
  }

  /** Looks once or, with times=, again and again; the clock goes on by each window, and facts stay fresh. */
  #look({ words, options, input }: Command): readonly string[] {
    const key = words[0] ?? '';
    for (let i = 0; i < Number(options.get('times') ?? 1); i++) {
      const seconds = Number(options.get('seconds') ?? 10);
      this.#now += seconds * 1000;
      const facts = this.#host.facts;
      if (options.get('facts') !== 'old') applyFacts(this.#host, { ...facts, atUnixMs: this.#now });
      const residencyUnixMs = this.#now - Number(options.get('residencyLag') ?? 0) * 1000;
      const pageGranular = options.get('coarse') !== 'yes';
      const look = lookOf(input, { windowSeconds: seconds, endUnixMs: this.#now, residencyUnixMs, pageGranular });
      applyLook(this.#host, { key, command: key, cgroup: undefined }, look, heatParametersOf(this.#sound()));
    }
    return this.#heat(key);
  }

  #heat(key: string): readonly string[] {
    const space = this.#host.spaces.get(key);
    if (!space) return [`no space ${key}`];
    const { runs } = space.heat;
    return Array.from({ length: runs.count }, (_, i) => {
      const start = startOf(runs, i);
      const node = runs.node[i] as number;
      const age = runs.age[i] as number;
      return [
        `${start}-${start + pagesOf(runs, i) - 1}`,
        node === NODE_UNKNOWN ? 'on no known node' : `on node ${node}`,
        `heat ${shareOfHeat(runs.heat[i] as number).toFixed(2)}`,
        age === AGE_MAX_SECONDS ? 'unseen for very long' : `unseen for ${age} s`,
      ].join(', ');
    });
  }

  #plan({ options }: Command): readonly string[] {
    const planSeconds = Number(options.get('seconds') ?? 10);
    const draft = planHost(this.#host, this.#sound(), this.#plans, this.#now, { planSeconds });
    if (!draft) return ['nothing to move'];
    this.#plans.push({
      expiresUnixMs: this.#now + Number(options.get('expires') ?? 60) * 1000,
      groups: draft.groups.map((group) => ({ ...group, ranges: group })),
    });
    return told(draft);
  }

  /** What became of the latest plan: all of it moved, or all failed. */
  #outcome({ words, options }: Command): readonly string[] {
    const plan = this.#plans.pop();
    if (!plan) return ['no plan'];
    this.#plans.push({ ...plan, finishedUnixMs: this.#now });
    for (const { spaceKey, ranges, toNode } of plan.groups) {
      const space = this.#host.spaces.get(spaceKey);
      if (!space) continue;
      if (words[0] === 'moved') recordMoved(space.heat, ranges, toNode, this.#now);
      else recordFailed(space.heat, ranges, this.#now + Number(options.get('hold') ?? 60) * 1000);
    }
    return ['ok'];
  }

  #summary(): readonly string[] {
    const { starEstimate, strr, classes, pages } = summarize(this.#host, this.#sound());
    const share = (value: number | undefined): string => value?.toFixed(2) ?? 'unknown';
    return [
      `${pages} pages, starEstimate ${share(starEstimate)}, strr ${share(strr)}`,
      ...classes.map(
        ({ name, pagesByBucketAndTier }) => `${name}: ${pagesByBucketAndTier.map((row) => row.join('/')).join(' ')}`,
      ),
    ];
  }

  #sound(): Policy {
    if (!this.#policy) throw new Error('a scenario begins with its policy');
    return this.#policy;
  }
}

function told(draft: PlanDraft): readonly string[] {
  const lines: string[] = [];
  for (const group of draft.groups) {
    lines.push(`${group.direction} of ${group.spaceKey} from node ${group.fromNode} to ${group.toNode}`);
    group.startPage.forEach((start, i) => {
      const end = start + (group.pages[i] as number) - 1;
      lines.push(
        `  ${start}-${end}, heat ${group.heat[i]}/255, unseen for ${group.ageSeconds[i]} s, reason ${group.reason[i]}`,
      );
    });
  }
  lines.push(...draft.reasons.map(({ rule, text }, i) => `reason ${i}: ${rule}, ${text}`));
  return lines;
}
