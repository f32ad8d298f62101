import type { HostState__Output } from '../../services/contract/gen/thermocline/v1/HostState.js';
import type { PlanSummary__Output } from '../../services/contract/gen/thermocline/v1/PlanSummary.js';
import type { Placement } from './placement.js';

/** All that the live picture shows. */
export interface Scene {
  readonly where: string;
  readonly seconds: number;
  readonly host: HostState__Output | undefined;
  /** Newest first. */
  readonly plans: readonly PlanSummary__Output[];
  /** Oldest first, one a second or so. */
  readonly placements: readonly Placement[];
  /** What is being waited for, while nothing else is to be seen. */
  readonly step: string;
  readonly pagesMoved: number;
  readonly bytesMoved: number;
}

const BAR_WIDTH = 30;
const SPARK = '▁▂▃▄▅▆▇█';
const SPARK_WIDTH = 48;
const PLANS_SHOWN = 6;

/** The picture as lines of at most `width` characters. `colour`: with ANSI colours. */
export function frame(scene: Scene, width: number, colour: boolean): string[] {
  const paint = (code: number, text: string): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const head = `thermocline  ${scene.where}  ${scene.seconds.toFixed(0)} s`;
  const lines = [paint(1, head), ''];
  if (!scene.host?.facts) return [...lines, `  ${scene.step}`];
  const { facts } = scene.host;

  lines.push(paint(1, 'TIER  NODE       FILL'));
  for (const node of facts.nodes) {
    const total = Number(node.totalBytes);
    const used = total - Number(node.freeBytes);
    const name = node.tier === 0 ? paint(31, 'fast') : paint(34, 'slow');
    lines.push(
      `${name} ${node.tier}  ${String(node.id).padEnd(4)} ${bar(used / total)} ${bytes(used)} of ${bytes(total)}`,
    );
  }

  lines.push('', paint(1, 'CLASS        HEAT (pages by tier, hottest first)'));
  for (const each of scene.host.classes) {
    const buckets = each.buckets.map(({ lowestHeat, pagesByTier }, i) => {
      const label = lowestHeat > 0 ? `≥${lowestHeat}` : i === each.buckets.length - 1 ? '0' : '>0';
      return `${label}: ${pagesByTier.map((pages) => count(Number(pages))).join('/')}`;
    });
    lines.push(`${each.class.padEnd(12)} ${buckets.join('  ')}`);
  }

  lines.push('', paint(1, 'PLAN                     STATE      UP      DOWN    MOVED   FAILED'));
  for (const plan of scene.plans.slice(0, PLANS_SHOWN)) {
    const state = plan.state.replace('PLAN_STATE_', '').toLowerCase();
    const numbers = [plan.promotedPagesPlanned, plan.demotedPagesPlanned, plan.pagesMoved, plan.pagesFailed];
    lines.push(
      `${plan.planId.padEnd(24)} ${state.padEnd(10)} ${numbers.map((n) => count(Number(n)).padEnd(7)).join(' ')}`,
    );
  }

  const last = scene.placements[scene.placements.length - 1];
  lines.push('', paint(1, 'WORKLOAD (by its own count)'));
  if (last) {
    lines.push(`hot on fast   ${bar(last.hotOnFast)} ${percent(last.hotOnFast)}`);
    lines.push(`cold on slow  ${bar(last.coldOnSlow)} ${percent(last.coldOnSlow)}`);
    const stars = scene.placements.map((each) => each.star).filter((star) => star !== undefined);
    lines.push(`STAR          ${spark(stars)} ${percent(stars[stars.length - 1] ?? 0)}`);
  } else {
    lines.push(`  ${scene.step}`);
  }
  const estimate =
    scene.host.starEstimate === undefined ? '' : `  STAR by access bits ${percent(scene.host.starEstimate)}`;
  lines.push(`pages moved   ${count(scene.pagesMoved)} (${bytes(scene.bytesMoved)})${estimate}`);
  return lines.map((line) => (colour ? line : line.slice(0, width)));
}

/** One line for where there is no terminal. */
export function progressLine(scene: Scene): string {
  const last = scene.placements[scene.placements.length - 1];
  if (!last) return `${scene.seconds.toFixed(0)} s  ${scene.step}`;
  return [
    `${scene.seconds.toFixed(0)} s  workload ${last.t.toFixed(0)} s`,
    `hot on fast ${percent(last.hotOnFast)}`,
    `cold on slow ${percent(last.coldOnSlow)}`,
    `STAR ${last.star === undefined ? '-' : percent(last.star)}`,
    `moved ${bytes(scene.bytesMoved)} in ${scene.plans.length} plans`,
  ].join('  ');
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

export function bytes(amount: number): string {
  const units = ['B', 'Ki', 'Mi', 'Gi', 'Ti'];
  let scaled = amount;
  let unit = 0;
  while (scaled >= 1024 && unit < units.length - 1) {
    scaled /= 1024;
    unit++;
  }
  return `${scaled >= 100 || unit === 0 ? scaled.toFixed(0) : scaled.toFixed(1)}${units[unit]}`;
}

function count(pages: number): string {
  if (pages < 10_000) return String(pages);
  return pages < 10_000_000 ? `${(pages / 1000).toFixed(0)}k` : `${(pages / 1e6).toFixed(0)}M`;
}

function bar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * BAR_WIDTH);
  return '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
}

function spark(shares: readonly number[]): string {
  return shares
    .slice(-SPARK_WIDTH)
    .map((share) => SPARK[Math.min(SPARK.length - 1, Math.floor(share * SPARK.length))])
    .join('');
}
