import { pagesOf, startOf } from '../../services/core/columns.js';
import type { PlanDraft } from '../../services/core/draft.js';
import { explainPage } from '../../services/core/explanation.js';
import { thresholdsOf, tuneThresholds } from '../../services/core/goals.js';
import type { Hint } from '../../services/core/hint.js';
import { applyFacts, applyLook, createHost, dropUnseen, endSpaces } from '../../services/core/host.js';
import { recordFailed, recordMoved } from '../../services/core/moved.js';
import type { OutstandingPlan } from '../../services/core/outstanding.js';
import { planHost } from '../../services/core/planner.js';
import { compilePolicy, heatParametersOf, type Policy } from '../../services/core/policy.js';
import { AGE_MAX_SECONDS, shareOfHeat } from '../../services/core/quantities.js';
import type { PlanOptions } from '../../services/core/situation.js';
import { summarize } from '../../services/core/summary.js';
import { policyOf } from './policyReading.js';
import { bytesOf, cgroupOf, lookOf, nodeOf, rangesOf } from './reading.js';
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
  readonly #hints: Hint[] = [];
  readonly #scores = new Map<string, Float32Array>();

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
      hint: (given) => this.#hint(given),
      score: (given) => this.#score(given),
      tune: () => this.#tune(),
      explain: (given) => this.#explain(given),
      end: ({ words }) => {
        endSpaces(this.#host, words);
        return [`${this.#host.spaces.size} spaces`];
      },
      drop: ({ options }) => [`${dropUnseen(this.#host, this.#now, Number(options.get('unseen')))} dropped`],
    };
    const verb = verbs[command.verb];
    return verb ? verb(command) : [`line ${command.line}: no verb ${command.verb}`];
  }

  #setPolicy(command: Command): readonly string[] {
    const compiled = compilePolicy(policyOf(command));
    if ('problems' in compiled)
      return compiled.problems.map(({ path, got, expected }) => `${path}: ${got}, not ${expected}`);
    this.#policy = compiled.policy;
    return ['ok'];
  }

  #setHost({ input }: Command): readonly string[] {
    const isCgroup = (line: string): boolean => line.startsWith('cgroup ');
    const cgroups = input.filter(isCgroup).map(cgroupOf);
    const nodes = input.filter((line) => !isCgroup(line)).map(nodeOf);
    applyFacts(this.#host, { nodes, labels: {}, cgroups, pageSize: PAGE_SIZE, atUnixMs: this.#now });
    return ['ok'];
  }

  /** `hint never-demote space=db pages=0-99 before=60 expires=600`, or `class=x` in place of a space, times in seconds from now. */
  #hint({ words, options }: Command): readonly string[] {
    const [range] = options.has('pages') ? [rangesOf([options.get('pages') ?? ''])] : [];
    const before = options.get('before');
    this.#hints.push({
      id: `${this.#hints.length}`,
      kind: words[0] === 'promote-before' ? 'promote-before' : 'never-demote',
      selector: options.has('cgroup') ? { cgroupGlobs: [options.get('cgroup') ?? ''] } : {},
      ...(options.has('class') ? { className: options.get('class') ?? '' } : {}),
      ...(options.has('space') ? { spaceKey: options.get('space') ?? '' } : {}),
      ...(range ? { startPage: range.startPage[0] as number, pages: range.pages[0] as number } : {}),
      ...(before === undefined ? {} : { beforeUnixMs: this.#now + Number(before) * 1000 }),
      expiresUnixMs: this.#now + Number(options.get('expires') ?? 600) * 1000,
    });
    return ['ok'];
  }

  /** `score db 1 -0.5 none`: one a run. */
  #score({ words: [key = '', ...scores] }: Command): readonly string[] {
    this.#scores.set(
      key,
      Float32Array.from(scores, (score) => (score === 'none' ? Number.NaN : Number(score))),
    );
    return ['ok'];
  }

  /** Takes a step towards the policy's goals. */
  #tune(): readonly string[] {
    const policy = this.#sound();
    tuneThresholds(this.#host, policy);
    return policy.classes.map(({ name }, i) => {
      const { hotRate, coldAgeSeconds } = thresholdsOf(this.#host, policy, i);
      return `${name}: hot from ${hotRate.toFixed(3)}, cold from ${coldAgeSeconds} s`;
    });
  }

  #explain({ words, options }: Command): readonly string[] {
    const [key = '', page] = words;
    const said = explainPage(
      this.#host,
      this.#sound(),
      this.#plans,
      this.#now,
      this.#planOptions(options),
      key,
      Number(page),
    );
    if (!said) return ['nothing is known of it'];
    const steps = said.steps.map(({ rule, passed, text }) => `${passed ? 'passed' : 'failed'} ${rule}: ${text}`);
    return [...steps, said.verdict.text];
  }

  #planOptions(options: ReadonlyMap<string, string>): PlanOptions {
    const share = options.get('share');
    return {
      planSeconds: Number(options.get('seconds') ?? 10),
      ...(share === undefined ? {} : { bytesPerSecond: bytesOf(share) }),
      hints: this.#hints,
      scores: this.#scores,
    };
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
      applyLook(
        this.#host,
        { key, command: key, cgroup: options.get('cgroup') },
        look,
        heatParametersOf(this.#sound()),
      );
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
    const draft = planHost(this.#host, this.#sound(), this.#plans, this.#now, this.#planOptions(options));
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
    let pingPongs = 0;
    for (const { spaceKey, ranges, toNode } of plan.groups) {
      const space = this.#host.spaces.get(spaceKey);
      if (!space) continue;
      const windowMs = (this.#sound().pingPongWindowSeconds ?? 0) * 1000;
      if (words[0] === 'moved') pingPongs += recordMoved(space.heat, ranges, toNode, this.#now, windowMs);
      else recordFailed(space.heat, ranges, this.#now + Number(options.get('hold') ?? 60) * 1000);
    }
    return [pingPongs > 0 ? `${pingPongs} pages went to and fro` : 'ok'];
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
