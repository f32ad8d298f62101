import { createRunTable, setPlace } from '../../../services/core/columns.js';
import { HEAT_ONE } from '../../../services/core/quantities.js';
import { columnsOf } from '../../../services/rules/ruleColumns.js';
import { type RuleCall, RuleRunner } from '../../../services/rules/ruleRunner.js';
import { type Figure, figure } from '../figure.js';
import { xorshift } from './batches.js';

/** One space of a usual host, and many small ones. */
const RUNS = 20_000;
const SPACES = 500;
const ROUNDS = 20;

/** As in docs/custom-rules.md: two comparisons a run. */
const SOURCE = `export default function score({ length, heat, age, tier }) {
  const scores = new Float32Array(length).fill(NaN);
  for (let i = 0; i < length; i++) {
    if (heat[i] >= 0.5) scores[i] = heat[i];
    else if (age[i] > 300) scores[i] = -1;
  }
  return scores;
}`;

/** What a custom rule costs, columns made and scores taken back: CPU a run of a large space, and a space of one run. */
export async function rulesBench(runs: number): Promise<Figure[]> {
  const runner = await RuleRunner.open([{ name: 'bench', source: SOURCE }]);
  const large = [callOf(RUNS)];
  const small = Array.from({ length: SPACES }, () => callOf(1));
  const perRun: number[] = [];
  const perSpace: number[] = [];
  cpuNs(() => runner.run(large));
  for (let run = 0; run < runs; run++) {
    perRun.push(cpuNs(() => runner.run(large)) / RUNS);
    perSpace.push(cpuNs(() => runner.run(small)) / SPACES / 1000);
  }
  return [
    figure('brain', 'rule-ns', perRun, 'ns', 'run'),
    figure('brain', 'rule-us', perSpace, 'µs', 'space of one run'),
  ];
}

function callOf(count: number): RuleCall {
  const random = xorshift(7);
  const table = createRunTable(count);
  table.count = count;
  for (let i = 0; i < count; i++) {
    setPlace(table, i, 16 * i, 8);
    table.heat[i] = Math.floor(random() * HEAT_ONE);
    table.age[i] = Math.floor(random() * 600);
  }
  const tierOf = new Uint8Array(256);
  const facts = { class: 'bench', command: '/usr/bin/bench', cgroup: '/bench', labels: { rack: 'r1' }, pageSize: 4096 };
  return { rule: 'bench', runs: count, columns: () => columnsOf(table, tierOf), facts, twice: false };
}

/** CPU of one round, ns. */
function cpuNs(round: () => unknown): number {
  const before = process.cpuUsage();
  for (let i = 0; i < ROUNDS; i++) round();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / ROUNDS;
}
