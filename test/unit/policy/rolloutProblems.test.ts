import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RolloutGround, readRollout } from '../../../services/policy/rolloutReading.js';
import { problemText } from '../../../services/policy/source.js';
import { groundOf } from './rolloutFleet.js';

const said = (text: string, ground?: RolloutGround): string[] =>
  readRollout(text, ground).problems.map((each) => problemText(each, 'r.yaml'));

/** Line 1 is the name, 2 the policy, 3 the revision; what is given begins at line 4. */
const with3 = (rest: string): string => `name: r\npolicy: default\nrevision: 4\n${rest}`;
const METRICS = 'metrics: [{ name: star }]\n';

const REFUSED: readonly (readonly [what: string, text: string, says: readonly string[]])[] = [
  [
    'an unknown key',
    with3('step: []\nsteps: [{ setWeight: 5 }, { pause: {} }]\n'),
    ['r.yaml:4:1: step: unknown key; did you mean steps?'],
  ],
  ['no steps', with3('steps: []\n'), ['r.yaml:4:1: steps: got []; expected at least 1 in the list']],
  ['a text that is a list', '[a]\n', ['r.yaml:1:1: the file: got ["a"]; expected keys and values']],
  [
    'a percentage above 100',
    with3('steps:\n  - setWeight: 101\n'),
    [
      'r.yaml:5:5: steps.0.setWeight: got 101; expected percent of the hosts, above 0 and at most 100, as in 5 or 5%, or { percent, where }',
    ],
  ],
  [
    'a step that is two',
    with3('steps:\n  - { setWeight: 5, pause: {} }\n'),
    ['r.yaml:5:5: steps.0: got {"setWeight":5,"pause":{}}; expected one of shadow, setWeight, pause and analysis'],
  ],
  [
    'a metric that nobody measures',
    with3('metrics: [{ name: latency }]\nsteps: [{ setWeight: 5 }, { pause: {} }]\n'),
    [
      'r.yaml:4:13: metrics.0.name: got latency; expected one of star, psi, promotionRate, uselessRate, moveFailures, refaults, bandwidth, or a query',
    ],
  ],
  [
    'a query for what is measured already',
    with3('metrics: [{ name: star, query: up }]\nsteps: [{ setWeight: 5 }, { pause: {} }]\n'),
    ['r.yaml:4:13: metrics.0.name: got star; that is measured already, without a query'],
  ],
  [
    'an analysis of a metric that is not there',
    with3(`${METRICS}steps:\n  - setWeight: 5\n  - analysis: { metrics: [psi] }\n`),
    ['r.yaml:7:27: steps.1.analysis.metrics.0: got psi; it is not under metrics'],
  ],
  [
    'an analysis before anybody has the revision',
    with3(`${METRICS}steps:\n  - analysis: {}\n  - setWeight: 100\n`),
    ['r.yaml:6:5: steps.0.analysis: got "an analysis"; expected a setWeight before it, for there is nobody to compare'],
  ],
  [
    'a stage smaller than the one before',
    with3('steps:\n  - setWeight: 20\n  - setWeight: 5\n  - pause: {}\n'),
    ['r.yaml:6:5: steps.1.setWeight: got 5; expected at least 20, as the stage before'],
  ],
  [
    'bounds the wrong way round, once for two analyses',
    with3(
      'metrics: [{ name: star, failAbove: 20%, succeedBelow: 10% }]\nsteps: [{ setWeight: 5 }, { analysis: {} }, { analysis: {} }]\n',
    ),
    ['r.yaml:4:41: metrics.0.succeedBelow: got 0.1; expected at least failAbove, 0.2'],
  ],
  [
    'an effect in words',
    with3('metrics: [{ name: star, failAbove: much }]\nsteps: [{ setWeight: 5 }, { pause: {} }]\n'),
    [
      'r.yaml:4:25: metrics.0.failAbove: got "much"; expected a percentage such as 5% or 150%, or a number of 0 or more',
    ],
  ],
  [
    'a control group of more than half',
    with3('controlShare: 60%\nsteps: [{ setWeight: 5 }, { pause: {} }]\n'),
    ['r.yaml:4:1: controlShare: got 0.6; expected 0 to 0.5 of the hosts'],
  ],
];

for (const [what, text, says] of REFUSED) {
  test(`${what} is refused, with its place, without a brain`, () => assert.deepEqual(said(text), says));
}

const SOUND = with3('steps:\n  - setWeight: 5\n  - pause: {}\n');

test('a brain refuses what it cannot do', () => {
  assert.deepEqual(said(SOUND, groundOf(100)), []);
  assert.deepEqual(said(SOUND.replace('policy: default', 'policy: other'), groundOf(100)), [
    'r.yaml:2:1: policy: got other; expected the policy that is active',
  ]);
  assert.deepEqual(said(SOUND, groundOf(100, { stableRevision: () => 4 })), [
    'r.yaml:3:1: revision: got 4; expected another revision than the one that is rolled out',
  ]);
  assert.deepEqual(said(SOUND, groundOf(100, { leastIntervalSeconds: 600 })), [
    'r.yaml:1:1: interval: got 300 s; expected at least 600 s, in which hosts are measured',
  ]);
  const asks = with3('metrics: [{ name: latency, query: up }]\nsteps: [{ setWeight: 5 }, { pause: {} }]\n');
  assert.deepEqual(said(asks, groundOf(100, { hasPrometheus: false })), [
    'r.yaml:4:28: metrics.0.query: the brain has no prometheus in its configuration to ask',
  ]);
});

test('labels that no host has are refused', () => {
  assert.deepEqual(said(with3('hosts: { zone: b }\nsteps: [{ setWeight: 5 }, { pause: {} }]\n'), groundOf(100)), [
    'r.yaml:4:1: hosts: got 0; expected labels that a host of the fleet has',
  ]);
});

test('effects may be larger than all there was', () => {
  const { spec } = readRollout(
    with3(
      'metrics: [{ name: star, failAbove: 50%, succeedBelow: 150% }]\nsteps: [{ setWeight: 5 }, { analysis: {} }]\n',
    ),
  );
  const [, analysis] = spec?.steps ?? [];
  assert.ok(analysis?.kind === 'analysis');
  assert.deepEqual(
    analysis.analysis.metrics.map(({ failAbove, succeedBelow }) => [failAbove, succeedBelow]),
    [[0.5, 1.5]],
  );
});
