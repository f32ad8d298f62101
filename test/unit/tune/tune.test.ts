import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceMessage } from '../../../services/backtest/crew.js';
import { replayOptionsOf, type Trial } from '../../../services/backtest/crewMessages.js';
import { Replay } from '../../../services/backtest/replay.js';
import { talliesOf } from '../../../services/backtest/replayResult.js';
import { scoreOf } from '../../../services/backtest/report.js';
import { totalOf } from '../../../services/backtest/tally.js';
import { codec } from '../../../services/contract/schema.js';
import type { PolicySpec } from '../../../services/core/policySpec.js';
import { parametersOf, policyWith } from '../../../services/tune/parameters.js';
import { type TuneOptions, type TuneReport, tune } from '../../../services/tune/tune.js';
import { FLEET_POLICY, soundPolicy } from '../../fleet-sim/policy.js';
import { simulatedHost } from '../../fleet-sim/simulatedHost.js';
import { simulatedLoop } from '../../fleet-sim/simulatedLoop.js';

const HOSTS = 6;
const WINDOWS = 90;
const GRID = [0.02, 0.06, 0.18, 0.54];
const [entry] = FLEET_POLICY.classes;
/** What serves these workloads badly: hardly anything is ever exchanged. */
const START: PolicySpec = {
  ...FLEET_POLICY,
  name: 'start',
  residenceSeconds: 120,
  exchangeHeatGap: 0.4,
  classes: [{ ...(entry as NonNullable<typeof entry>), hotRate: 0.5 }],
};
const PACE = { planEveryMs: 5000, planSeconds: 10 };
const OPTIONS: TuneOptions = {
  start: START,
  ranges: [
    { name: 'hotRate', least: 0.01, most: 0.9 },
    { name: 'exchangeHeatGap', least: 0.01, most: 0.5 },
  ],
  aim: { objective: 'star' },
  seed: 1,
  budget: GRID.length ** 2,
  holdOut: 0,
  pace: PACE,
  warmUpMs: 0,
  threads: 2,
  run: inOneGo,
};
const PARAMETERS = parametersOf(START, OPTIONS.ranges);

const DAY = dayOf(HOSTS);
const QUIET = { onPass: () => undefined, onBatches: () => undefined };

/** As the hosts would have published it, all of a window together. */
function dayOf(hosts: number): TraceMessage[] {
  const { decode } = codec('AccessBatch');
  const messages: { readonly message: TraceMessage; readonly at: number }[] = [];
  for (let index = 0; index < hosts; index++) {
    const of = { workload: 'mixed' as const, blocks: 60, intervalSeconds: 10, index, residenceSeconds: 120 };
    simulatedLoop({
      host: simulatedHost(of),
      policy: undefined,
      windows: WINDOWS,
      intervalSeconds: 10,
      startUnixMs: 1_700_000_000_000,
      publish: (bytes) => {
        const { envelope, window } = decode(bytes);
        messages.push({ message: { hostId: envelope?.hostId ?? '', bytes }, at: Number(window?.endUnixMs) });
      },
    });
  }
  return messages.sort((a, b) => a.at - b.at).map(({ message }) => message);
}

function tuned(changes: Partial<TuneOptions> = {}, messages: readonly TraceMessage[] = DAY): Promise<TuneReport> {
  const read = async function* () {
    yield* messages;
  };
  return tune({ read, whyEmpty: () => 'nothing there' }, { ...OPTIONS, ...changes }, QUIET);
}

/** In this thread, for starting others takes longer than these replays. */
async function inOneGo(trial: Trial, messages: AsyncIterable<TraceMessage>) {
  const replay = new Replay(replayOptionsOf(trial));
  for await (const { bytes } of messages) replay.take(bytes);
  return replay.result;
}

/** By a backtest of its own. */
function scoreFor(spec: PolicySpec) {
  const replay = new Replay({ policies: [soundPolicy(spec)], pace: PACE, warmUpMs: 0, baselines: false });
  for (const { bytes } of DAY) replay.take(bytes);
  return scoreOf(totalOf(talliesOf(replay.result).policies[0] ?? new Map()));
}

test('a search finds a policy no worse than the best of a grid, for no more backtests, and the same each time', async () => {
  const report = await tuned();
  assert.equal(report.verdict, 'better');
  assert.ok(report.spent <= OPTIONS.budget);
  const grid = GRID.flatMap((hotRate) =>
    GRID.map((gap) => scoreFor(policyWith(START, PARAMETERS, [hotRate, gap])).starEstimate ?? 1),
  );
  const best = report.rows[0];
  assert.ok((best?.starEstimate ?? 1) <= Math.min(...grid), `${best?.starEstimate}, of the grid ${Math.min(...grid)}`);
  const { of: _of, values: _values, excess: _excess, ...score } = best ?? {};
  assert.deepEqual(score, scoreFor(report.tuned), 'the tuned policy does what is said of it');
  assert.deepEqual(
    report.rows.filter(({ of }) => of !== 'candidate').map(({ of }) => of),
    ['running', 'nothing', 'recorded', 'optimum'],
  );
  assert.equal(JSON.stringify(await tuned()), JSON.stringify(report), 'a search is the same each time');
});

test('limits are kept to; hosts held out are not searched by, and say whether it holds there', async () => {
  const free = await tuned({ holdOut: 1 / 3 });
  assert.deepEqual([free.searchedBy.length, free.heldOut.length], [4, 2]);
  assert.deepEqual(
    free.heldOutRows.map(({ of }) => of),
    ['candidate', 'running', 'nothing', 'recorded', 'optimum'],
  );
  assert.equal(free.holdsUp, true);
  const most = 0.6 * (free.rows[0]?.bytesMoved ?? 0) * (HOSTS / 4);
  const bound = await tuned({ holdOut: 1 / 3, aim: { objective: 'star', maxBytes: most } });
  assert.equal(bound.verdict, 'better');
  assert.equal(bound.rows[0]?.excess, 0);
  assert.ok((bound.rows[0]?.bytesMoved ?? Number.NaN) <= (most * 4) / HOSTS + 1);
  assert.ok((bound.rows[0]?.starEstimate ?? 0) > (free.rows[0]?.starEstimate ?? 1), 'a limit costs something');
});

test('what no policy reaches is refused: at once where hindsight could not either, else with the nearest', async () => {
  await assert.rejects(tuned({ aim: { objective: 'star', maxStar: 0.0001 } }), {
    code: 'TUNE_INFEASIBLE',
    message: /^starEstimate 0\.\d{4} is the optimum that hindsight allows; at most 0\.0001 was asked for$/,
  });
  const { optimum } = talliesOf(await baselines());
  const barely = 1.001 * (optimum.slowAccesses / optimum.accesses);
  const report = await tuned({ aim: { objective: 'moved', maxStar: barely } });
  assert.equal(report.verdict, 'infeasible');
  assert.ok((report.rows[0]?.excess ?? 0) > 0);
  await assert.rejects(tuned({}, []), { code: 'TRACE_EMPTY', message: 'nothing there' });
  await assert.rejects(tuned({ warmUpMs: 86_400_000 }), { code: 'TRACE_EMPTY' });
});

async function baselines() {
  const replay = new Replay({ policies: [soundPolicy(START)], pace: PACE, warmUpMs: 0, baselines: true });
  for (const { bytes } of DAY) replay.take(bytes);
  return replay.result;
}

test('where nothing is better, that is said', async () => {
  const report = await tuned({
    start: policyWith(START, PARAMETERS, [0.5, 0.4]),
    aim: { objective: 'moved' },
    ranges: [{ name: 'hotRate', least: 0.01, most: 0.02 }],
  });
  assert.equal(report.verdict, 'nothing-better');
});
