import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isIdle } from '../../../services/core/idle.js';
import { decide, planned } from '../../../services/core/planner.js';
import { sitesOf } from '../../../services/core/selection.js';
import { areFactsFresh, situationOf } from '../../../services/core/situation.js';
import { anyCase, NOW } from './plannerCases.js';

test('a host that is spared the selection is one that it would have nothing moved of', () => {
  let spared = 0;
  fc.assert(
    fc.property(anyCase, ({ host, policy, outstanding, options }) => {
      assert.deepEqual(
        planned(host, policy, outstanding, NOW, options).draft,
        decide(host, policy, outstanding, NOW, options).draft,
      );
      if (!areFactsFresh(host, policy, NOW)) return;
      const situation = situationOf(host, policy, outstanding, NOW, options);
      if (!isIdle(situation, sitesOf(situation).sites)) return;
      spared++;
      const { selection } = decide(host, policy, outstanding, NOW, options);
      assert.deepEqual([selection?.promotions ?? 0, selection?.demotions ?? 0], [0, 0]);
    }),
    { numRuns: 3000 },
  );
  assert.ok(spared > 10, `only ${spared} hosts were spared`);
});
