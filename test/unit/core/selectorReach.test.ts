import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileSelector, type Selector } from '../../../services/core/selector.js';
import { contradictsItself, takesAllOf } from '../../../services/core/selectorReach.js';

const PATHS = ['/', '/a', '/b', '/a/b', '/a/b/c', '/ab', '/b/a'];
const GLOBS = [...PATHS, '/**', '/a/**', '/a*', '/a**', '/{a,b}', '/[ab]', '/?', '/a/*', '**'];
const COMMANDS = ['x', 'y', 'xy', ''];

const some = <T>(arb: fc.Arbitrary<T>) => fc.array(arb, { minLength: 1, maxLength: 2 });
const selectors: fc.Arbitrary<Selector> = fc.letrec<{ selector: Selector }>((tie) => ({
  selector: fc.record(
    {
      cgroupGlobs: some(fc.constantFrom(...GLOBS)),
      commandRegexes: some(fc.constantFrom('x', '^y', 'y')),
      hostLabels: fc.dictionary(fc.constantFrom('z', 'r'), fc.constantFrom('1', '2'), { maxKeys: 2 }),
      anyOf: fc.option(some(tie('selector')), { nil: [], freq: 1, depthIdentifier: 'selector', maxDepth: 2 }),
      allOf: fc.option(some(tie('selector')), { nil: [], freq: 1, depthIdentifier: 'selector', maxDepth: 2 }),
      noneOf: fc.option(tie('selector'), {
        nil: { commandRegexes: ['x'] },
        freq: 1,
        depthIdentifier: 'selector',
        maxDepth: 2,
      }),
    },
    { requiredKeys: [] },
  ),
})).selector;

/** Every workload that the parts above could tell apart. */
const WORKLOADS = [undefined, ...PATHS].flatMap((cgroup) =>
  COMMANDS.flatMap((command) =>
    [{}, { z: '1' }, { z: '2', r: '1' }, { z: '1', r: '2' }].map((hostLabels) => ({ cgroup, command, hostLabels })),
  ),
);
const matching = (selector: Selector) => {
  const matches = compileSelector(selector, '', []);
  return WORKLOADS.filter((workload) => matches(workload));
};

test('what is said to contradict itself matches nothing', () => {
  fc.assert(
    fc.property(selectors, (selector) => {
      if (contradictsItself(selector)) assert.deepEqual(matching(selector), []);
    }),
    { numRuns: 3000 },
  );
});

test('what is said to take all of another matches wherever that does', () => {
  fc.assert(
    fc.property(selectors, selectors, (wide, narrow) => {
      if (!takesAllOf(wide, narrow)) return;
      const has = new Set(matching(wide));
      assert.ok(matching(narrow).every((workload) => has.has(workload)));
    }),
    { numRuns: 5000 },
  );
});

test('it is said of what people write', () => {
  const wide = { cgroupGlobs: ['/s/**'] };
  assert.ok(takesAllOf(wide, { cgroupGlobs: ['/s/a', '/s/b-*'] }));
  assert.ok(
    takesAllOf({ anyOf: [wide, { commandRegexes: ['x'] }] }, { commandRegexes: ['x'], hostLabels: { z: '1' } }),
  );
  assert.ok(takesAllOf(wide, { anyOf: [{ cgroupGlobs: ['/s/a'] }, { cgroupGlobs: ['/s/b'] }] }));
  assert.ok(!takesAllOf(wide, { cgroupGlobs: ['/s'] }));
  assert.ok(!takesAllOf({ ...wide, noneOf: { commandRegexes: ['x'] } }, wide));
  assert.ok(contradictsItself({ cgroupGlobs: ['/s/a'], noneOf: wide }));
  assert.ok(contradictsItself({ anyOf: [{ cgroupGlobs: ['/a'], allOf: [{ cgroupGlobs: ['/b'] }] }] }));
  assert.ok(!contradictsItself({ cgroupGlobs: ['/s/**'], noneOf: { cgroupGlobs: ['/s/a'] } }));
});
