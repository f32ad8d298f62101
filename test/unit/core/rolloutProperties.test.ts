import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { groupOf } from '../../../services/core/cohort.js';
import { drawOf } from '../../../services/core/judged.js';
import { type RolloutState, VERBS } from '../../../services/core/rollout.js';
import { advanceRollout } from '../../../services/core/rolloutMachine.js';
import { allowedVerbs } from '../../../services/core/rolloutVerbs.js';
import { Drive, FLEET, INTERVAL_MS, SPEC } from './rollouts.js';

const verb = fc.record({ verb: fc.constantFrom(...VERBS), full: fc.boolean() });
const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ intervals: fc.integer({ min: 1, max: 8 }), factor: fc.constantFrom(1, 1.2, 2) }),
  },
  { weight: 2, arbitrary: fc.record({ silent: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 2, arbitrary: verb },
  { weight: 1, arbitrary: fc.constantFrom('rolledBack' as const, 'fault' as const) },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

function act(rollout: Drive, what: Action): void {
  if (what === 'rolledBack') rollout.send({ kind: 'rolledBack' });
  else if (what === 'fault') rollout.send({ kind: 'fault', reason: 'gone' });
  else if ('verb' in what) rollout.verb(what.verb, what.full);
  else if ('silent' in what) for (let i = 0; i < what.silent; i++) silence(rollout);
  else for (let i = 0; i < what.intervals; i++) rollout.interval(what.factor);
}

function silence(rollout: Drive): void {
  rollout.unixMs += INTERVAL_MS;
  rollout.observe({});
}

const actions = fc.array(action, { maxLength: 25 });

test('whatever happens, stages only grow until they are gone, and control is left alone until all are well', () => {
  fc.assert(
    fc.property(actions, (all) => {
      const rollout = new Drive();
      let before = new Set<string>();
      for (const what of all) {
        act(rollout, what);
        const { phase, cuts } = rollout.state;
        const onIt = new Set(rollout.onIt());
        if (phase === 'rollingBack' || phase === 'degraded') {
          assert.equal(onIt.size, 0);
          break;
        }
        for (const id of before) assert.ok(onIt.has(id), `${id} left`);
        const control = FLEET.filter((host) => groupOf(drawOf(SPEC), cuts, host) === 'control');
        assert.equal(control.length, 30);
        if (phase !== 'healthy')
          for (const { hostId } of control) assert.ok(!onIt.has(hostId), `${hostId} is of control`);
        before = onIt;
      }
    }),
    { numRuns: 100 },
  );
});

test('a verb that is not allowed changes nothing and says what is; one that is allowed is on record', () => {
  fc.assert(
    fc.property(actions, (all) => {
      const rollout = new Drive();
      for (const what of all) {
        act(rollout, what);
        for (const verb of VERBS) {
          const kept = JSON.stringify(rollout.state);
          const event = { kind: 'verb', verb, who: 'ann', why: 'because' } as const;
          const outcome = advanceRollout(SPEC, rollout.state, event, { fleet: FLEET, unixMs: rollout.unixMs });
          assert.equal(JSON.stringify(rollout.state), kept, 'a state is never written to');
          const allowed = allowedVerbs(rollout.state);
          if ('refused' in outcome) assert.deepEqual(outcome.refused, { verb, phase: rollout.state.phase, allowed });
          else assert.deepEqual([allowed.includes(verb), outcome.transitions[0]?.who], [true, 'ann']);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('no data is never successful: without it no analysis ends well, whatever was seen before it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 30 }), (seen, silent) => {
      const rollout = new Drive();
      rollout.until(({ step, phase }) => step === 2 && phase === 'progressing');
      for (let i = 0; i < seen; i++) rollout.interval();
      for (let i = 0; i < silent; i++) silence(rollout);
      const { judgements, phase, pausedBy, reason } = rollout.state;
      assert.ok(judgements.every(({ verdict }) => verdict !== 'successful'));
      if (silent > 4) assert.deepEqual([phase, pausedBy], ['paused', 'inconclusive']);
      if (silent > 4) assert.match(reason, /no host was measured in the last interval/);
    }),
    { numRuns: 40 },
  );
});

test('a brain that reads a kept state, or is told of an interval twice, goes on to the same end', () => {
  fc.assert(
    fc.property(actions, (all) => {
      const first = new Drive();
      const second = new Drive();
      for (const what of all) {
        act(first, what);
        act(second, what);
        second.state = JSON.parse(JSON.stringify(second.state)) as RolloutState;
        const again = { intervalEndUnixMs: second.unixMs, values: { star: { host1: 9 } } };
        const isOpen = second.state.lastIntervalEndUnixMs === second.unixMs;
        if (isOpen) second.send({ kind: 'observed', observation: again });
      }
      assert.deepEqual(second.state, JSON.parse(JSON.stringify(first.state)));
    }),
    { numRuns: 60 },
  );
});
