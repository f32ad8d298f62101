import type { Scores } from '../core/scoreboard.js';
import type { Metrics } from '../runtime/metrics.js';

/** Classes, revisions and rules that metrics tell apart; more share the label `others`. */
const MOST_LABELS = 64;

/** The scores of classes, policy revisions and rules for Prometheus; those of hosts would be too many. */
export class ScoreMeters {
  private readonly movedBytes;
  private readonly failedBytes;
  private readonly byteSeconds;
  private readonly heatByteSeconds;
  private readonly judgedBytes;
  private readonly ruleBytes;
  private readonly known: Record<'class' | 'revision' | 'rule', Set<string>> = {
    class: new Set(),
    revision: new Set(),
    rule: new Set(),
  };

  constructor(metrics: Metrics) {
    const direction = ['class', 'revision', 'direction'] as const;
    this.movedBytes = metrics.counter(
      'class_moved_bytes_total',
      'Bytes moved, by class and policy revision',
      direction,
    );
    this.failedBytes = metrics.counter('class_failed_bytes_total', 'Bytes that failed to move, by errno', [
      'class',
      'errno',
    ] as const);
    const tier = ['class', 'tier'] as const;
    this.byteSeconds = metrics.counter('class_byte_seconds_total', 'Watched bytes times seconds, by tier', tier);
    this.heatByteSeconds = metrics.counter(
      'class_heat_byte_seconds_total',
      'Heat (0..1) times bytes times seconds in the fast tier and in slow ones: slow over both is starEstimate',
      tier,
    );
    this.judgedBytes = metrics.counter('class_judged_bytes_total', 'Bytes moved by what came of the move', [
      'class',
      'result',
    ] as const);
    this.ruleBytes = metrics.counter('rule_judged_bytes_total', 'Bytes promoted by a rule, by what came of it', [
      'rule',
      'result',
    ] as const);
  }

  watched(className: string, scores: Scores): void {
    const named = this.label('class', className);
    for (let rank = 0; rank < 4; rank++) {
      const value = scores[`tier${rank as 0 | 1 | 2 | 3}ByteSeconds`] ?? 0;
      if (value > 0) this.byteSeconds.inc({ class: named, tier: String(rank) }, value);
    }
    this.heatByteSeconds.inc({ class: named, tier: 'fast' }, scores.fastHeat ?? 0);
    this.heatByteSeconds.inc({ class: named, tier: 'slow' }, scores.slowHeat ?? 0);
  }

  moved(className: string, revision: string, scores: Scores): void {
    const named = this.label('class', className);
    for (const [direction, value] of [
      ['promotion', scores.promotedBytes ?? 0],
      ['demotion', scores.demotedBytes ?? 0],
    ] as const) {
      if (value > 0)
        this.movedBytes.inc({ class: named, revision: this.label('revision', revision), direction }, value);
    }
    for (const [name, value] of Object.entries(scores)) {
      const errno = name === 'otherErrno' ? 'other' : name;
      if (/^E[A-Z]+$|^other$/.test(errno)) this.failedBytes.inc({ class: named, errno }, value);
    }
    if (scores.movedBackBytes) this.judgedBytes.inc({ class: named, result: 'moved-back' }, scores.movedBackBytes);
  }

  judged(className: string, scores: Scores): void {
    this.addJudged(scores, (result, value) =>
      this.judgedBytes.inc({ class: this.label('class', className), result }, value),
    );
  }

  judgedRule(rule: string, scores: Scores): void {
    this.addJudged(scores, (result, value) => this.ruleBytes.inc({ rule: this.label('rule', rule), result }, value));
  }

  private addJudged(
    { judgedBytes = 0, stayedColdBytes = 0 }: Scores,
    inc: (result: string, value: number) => void,
  ): void {
    inc('useful', judgedBytes - stayedColdBytes);
    if (stayedColdBytes > 0) inc('stayed-cold', stayedColdBytes);
  }

  private label(of: keyof ScoreMeters['known'], name: string): string {
    const known = this.known[of];
    if (known.size < MOST_LABELS) known.add(name);
    return known.has(name) ? name : 'others';
  }
}
