import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { ThermoclineError } from '../../services/runtime/errors.js';
import { checkoutRoot } from '../lab/guest.js';
import { thermocline } from './commandLine.js';
import { CREATED_UNIX_MS } from './planServer.js';
import { exampleRollout, serveRollouts } from './rolloutServer.js';

const SAMPLE = join(checkoutRoot(), 'deploy/config/rollout.yaml');
/** Examples are years old; how many days changes. */
const ageless = (text: string): string => text.replace(/\b\d+d\b/g, 'DAYS');

test('rollouts list is a table, and says where each stands', async (t) => {
  const observing = exampleRollout({ rolloutId: 'next', phase: 'ROLLOUT_PHASE_BASELINE', currentStep: 0 });
  const { env } = await serveRollouts(t, { rollouts: [[observing], [exampleRollout()]] });
  const { status, stdout, stderr } = await thermocline(['rollouts', 'list'], env);
  assert.equal(
    ageless(stdout),
    `\
ROLLOUT   POLICY      PHASE         STEP   COHORT   CONTROL   AGE
next      default@4   Baseline         -        5        20   DAYS
wider     default@4   Progressing    2/6        5        20   DAYS
`,
  );
  assert.deepEqual([status, stderr], [0, '']);
});

const SHOWN = `\
Rollout:   wider
Policy:    default revision 4, from 3
Phase:     Progressing for DAYS: compares the cohort with control
Analysis:  9 of 50 intervals of 5m at most
Hosts:     5 of the cohort, 20 of control
Rollback:  takes back what the revision moved
Started:   DAYS ago by ops@example
May:       pause, promote, abort, undo

STEP   DOES                              STATE         VERDICT
   1   setWeight 5%                      done          -
   2   analysis of star, psi             Progressing   -
   3   pause until a person goes on      -             -
   4   setWeight 25% where class=batch   -             -
   5   shadow 50% for 30m                -             -
   6   setWeight 100%                    -             -

METRIC   COHORT            CONTROL            EFFECT   FAIL-ABOVE   AGAINST     SUCCEED-BELOW   IN-FAVOUR   HOSTS   LOOKS   MISSING
star     0.0121 -> 0.013   0.0118 -> 0.0123    +3.1%          +5%   0.457/200            +50%   3.2/20      5:20        7   -
psi      -                 -                       -        +0.01   0/200               +0.05   0/20        0:0         0   no host was measured
`;

test('rollouts get shows steps, and of each metric the effect, its bounds and the evidence', async (t) => {
  const { env } = await serveRollouts(t, { rollouts: [[exampleRollout()]] });
  const { status, stdout } = await thermocline(['rollouts', 'get', 'wider'], env);
  assert.equal(ageless(stdout), SHOWN);
  assert.equal(status, 0);
});

test('rollouts get: what was judged, and how far a baseline is', async (t) => {
  const judgements = [
    { step: 1, atUnixMs: CREATED_UNIX_MS, verdict: 'VERDICT_INCONCLUSIVE', reason: 'psi: no data' } as const,
  ];
  const paused = exampleRollout({
    phase: 'ROLLOUT_PHASE_PAUSED',
    pausedBy: 'inconclusive',
    phaseReason: 'psi: no data',
    judgements,
    evidence: [],
  });
  const observing = exampleRollout({
    rolloutId: 'next',
    phase: 'ROLLOUT_PHASE_BASELINE',
    baselineSeen: 3,
    currentStep: 0,
  });
  const { env } = await serveRollouts(t, { rollouts: [[paused], [observing]] });
  const judged = (await thermocline(['rollouts', 'get', 'wider'], env)).stdout;
  assert.match(judged, /^Verdict: +Inconclusive in step 2: psi: no data$/m);
  assert.match(judged, /^ +2 +analysis of star, psi +Paused +Inconclusive$/m);
  const baseline = (await thermocline(['rollouts', 'get', 'next'], env)).stdout;
  assert.match(baseline, /^Baseline: +3 of 12 intervals of 5m$/m);
  assert.match(baseline, /^ +1 +setWeight 5% +- +-$/m);
});

test('JSON and YAML say the same, in the names of the contract', async (t) => {
  const { env } = await serveRollouts(t, { rollouts: [[exampleRollout()]] });
  const json = JSON.parse((await thermocline(['rollouts', 'get', 'wider', '-o', 'json'], env)).stdout);
  assert.deepEqual(
    [json.formatVersion, json.rollout.phase, json.rollout.evidence[0].effect, json.rollout.evidence[1].effect],
    [1, 'ROLLOUT_PHASE_PROGRESSING', 0.031, undefined],
  );
  assert.deepEqual(parse((await thermocline(['rollouts', 'get', 'wider', '-o', 'yaml'], env)).stdout), json);
});

test('a dry run shows each host once: under control or in the first stage that it belongs to', async (t) => {
  const { env, asked } = await serveRollouts(t, {
    rollouts: [[exampleRollout()]],
    stages: [
      { step: 0, cohort: ['a', 'b'], control: ['x', 'y'] },
      { step: 5, cohort: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'], control: ['x', 'y'] },
    ],
  });
  const dry = await thermocline(['rollouts', 'start', SAMPLE, '--dry-run'], env);
  assert.equal(
    dry.stdout,
    `\
would start rollout wider of policy default revision 4, from 3
control: 2 hosts: x, y
step 1: setWeight 5%, 2 hosts, 2 of them new: a, b
step 6: setWeight 100%, 11 hosts, 9 of them new: c, d, e, f, g, h, i, j and 1 more
behind the last step: all hosts of the fleet
not started: this was a dry run
`,
  );
  const wide = await thermocline(['rollouts', 'start', SAMPLE, '--dry-run', '-o', 'wide'], env);
  assert.match(wide.stdout, /9 of them new: c, d, e, f, g, h, i, j, k$/m);
  const begun = await thermocline(['rollouts', 'start', SAMPLE, '--reason', 'more room'], env);
  assert.match(begun.stdout, /^started rollout wider .*\n.*thermocline rollouts watch wider\n$/);
  assert.deepEqual(
    asked.map(([method, request]) => [method, { ...request, source: 'sample' }]),
    [
      ['start', { source: 'sample', reason: '', dryRun: true }],
      ['start', { source: 'sample', reason: '', dryRun: true }],
      ['start', { source: 'sample', reason: 'more room', dryRun: false }],
    ],
  );
});

test('what a brain refuses of a rollout is told with our file’s name', async (t) => {
  const refusal = new ThermoclineError(
    'ROLLOUT_INVALID',
    'rollout:12:3: policy: got x; expected y\nrollout: revision: z',
  );
  const { env } = await serveRollouts(t, { refusal });
  const { status, stderr } = await thermocline(['rollouts', 'start', SAMPLE], env);
  assert.deepEqual(stderr.split('\n'), [
    `${SAMPLE}:12:3: policy: got x; expected y`,
    `${SAMPLE}: revision: z`,
    `ROLLOUT_INVALID: ${SAMPLE} has 2 problems, listed above`,
    '',
  ]);
  assert.equal(status, 1);
});

test('each verb is asked for by its own call, with the reason', async (t) => {
  const { env, asked } = await serveRollouts(t, { rollouts: [[exampleRollout()]] });
  for (const verb of ['pause', 'resume', 'abort', 'undo']) {
    const { status, stdout } = await thermocline(['rollouts', verb, 'wider', '--reason', 'so'], env);
    assert.deepEqual([status, stdout], [0, 'rollout wider: Progressing, compares the cohort with control\n']);
  }
  await thermocline(['rollouts', 'promote', 'wider'], env);
  await thermocline(['rollouts', 'promote', 'wider', '--full'], env);
  assert.deepEqual(asked, [
    ...['pause', 'resume', 'abort', 'undo'].map((verb) => [verb, { rolloutId: 'wider', reason: 'so' }]),
    ['promote', { rolloutId: 'wider', reason: '', full: false }],
    ['promote', { rolloutId: 'wider', reason: '', full: true }],
  ]);
});

test('a verb that is not allowed ends with its code and status 1', async (t) => {
  const refusal = new ThermoclineError('ROLLOUT_VERB', 'wider is Healthy, which allows undo and not pause');
  const { env } = await serveRollouts(t, { refusal });
  const { status, stderr } = await thermocline(['rollouts', 'pause', 'wider'], env);
  assert.deepEqual([status, stderr], [1, 'ROLLOUT_VERB: wider is Healthy, which allows undo and not pause\n']);
});

test('history shows who, why, and the evidence below each transition', async (t) => {
  const who = 'ops@example';
  const transitions = [
    {
      number: 1,
      atUnixMs: CREATED_UNIX_MS,
      who,
      toPhase: 'ROLLOUT_PHASE_BASELINE',
      fromPhase: 'ROLLOUT_PHASE_BASELINE',
      why: 'more room',
    },
    {
      number: 2,
      atUnixMs: CREATED_UNIX_MS + 1000,
      who: 'thermocline',
      fromPhase: 'ROLLOUT_PHASE_PROGRESSING',
      toPhase: 'ROLLOUT_PHASE_ROLLING_BACK',
      fromStep: 1,
      toStep: 1,
      why: 'star is worse',
      evidence: ['star: effect +90 %'],
    },
  ] as const;
  const { env } = await serveRollouts(t, {
    transitions: transitions.map((each) => ({ ...each, evidence: 'evidence' in each ? [...each.evidence] : [] })),
  });
  const { stdout } = await thermocline(['rollouts', 'history', 'wider'], env);
  assert.equal(
    stdout,
    `\
NR   TIME                       WHO           PHASE                        STEP   WHY
 1   2023-11-14T22:13:20.000Z   ops@example   Baseline                     1      more room
 2   2023-11-14T22:13:21.000Z   thermocline   Progressing -> RollingBack   2      star is worse
    star: effect +90 %
`,
  );
});

test('validate says what is wrong without a brain, and of a sound one what it is', async () => {
  const sound = await thermocline(['rollouts', 'validate', SAMPLE]);
  assert.equal(sound.stdout, `${SAMPLE}: rollout wider-fast-tier of policy default revision 4 is sound; 8 steps\n`);
  const policy = join(checkoutRoot(), 'deploy/config/policy.yaml');
  const { status, stderr } = await thermocline(['rollouts', 'validate', policy]);
  assert.match(stderr, /policy\.yaml:\d+:\d+: classes: unknown key; /);
  assert.match(stderr, /\nROLLOUT_INVALID: .*policy\.yaml has \d+ problems, listed above\n$/);
  assert.equal(status, 1);
});

test('validate --against-fleet asks a brain, and starts nothing', async (t) => {
  const { env, asked } = await serveRollouts(t, { rollouts: [[exampleRollout()]] });
  const { status } = await thermocline(['rollouts', 'validate', SAMPLE, '--against-fleet'], env);
  assert.equal(status, 0);
  assert.deepEqual(
    asked.map(([method, request]) => [method, (request as { dryRun: boolean }).dryRun]),
    [['start', true]],
  );
  const refusal = new ThermoclineError('ROLLOUT_INVALID', 'rollout:36:1: spreadBy: got 900; expected less');
  const other = await serveRollouts(t, { refusal });
  const refused = await thermocline(['rollouts', 'validate', SAMPLE, '--against-fleet'], other.env);
  assert.equal(refused.stderr.split('\n')[0], `${SAMPLE}:36:1: spreadBy: got 900; expected less`);
  assert.deepEqual([refused.status, refused.stdout], [1, '']);
});
