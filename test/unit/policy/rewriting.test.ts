import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPolicy } from '../../../services/policy/reading.js';
import { rewritten, says, withEvidence } from '../../../services/policy/rewriting.js';
import { parametersOf, policyWith, usualRange } from '../../../services/tune/parameters.js';

const specOf = (text: string) => {
  const { spec, problems } = readPolicy(text);
  assert.ok(spec, JSON.stringify(problems));
  return spec;
};

/** The policy with other values, and where they stand. */
function changed(text: string) {
  const start = specOf(text);
  const parameters = parametersOf(start, [usualRange('hotRate'), usualRange('residence'), usualRange('perHost')]);
  const values = parameters.map(
    ({ name }) => ({ hotRate: 0.07, residence: 95, perHost: 24 * 2 ** 20 })[name as 'hotRate'],
  );
  return { spec: policyWith(start, parameters, values), paths: parameters.map(({ path }) => path) };
}

const WRITTEN = `# yaml-language-server: $schema=policy.schema.json
# what we go by
name: shop
classes:
  - name: serving # the shop itself
    match: { cgroups: [ "/serving/**" ] }
    hotRate: 20%
  - name: rest
guards:
  residence: 2m # long enough
`;

test('values change where they stand, are added where they do not, and comments stay', () => {
  const { spec, paths } = changed(WRITTEN);
  assert.equal(
    rewritten(WRITTEN, spec, paths),
    `# yaml-language-server: $schema=policy.schema.json
# what we go by
name: shop
classes:
  - name: serving # the shop itself
    match: { cgroups: [ "/serving/**" ] }
    hotRate: 0.07
  - name: rest
    hotRate: 0.07
guards:
  residence: 95s # long enough
budgets:
  perHost: 24MiB
`,
  );
});

test('a policy without classes, and one whose values are aliases, read back as what was asked for', () => {
  const aliased =
    'name: a\nclasses:\n  - &one { name: one, match: { commands: [x] }, hotRate: 0.2 }\n  - { name: two, hotRate: &h 0.3 }\n';
  for (const text of ['name: smallest\n', '{ name: flow }', aliased, WRITTEN]) {
    const { spec, paths } = changed(text);
    assert.ok(says(rewritten(text, spec, paths), spec), text);
    assert.ok(!says(text, spec));
  }
  const shared = 'name: a\nguards: &g { residence: 3m }\nclasses:\n  - name: one\n    fastFloor: 1GiB\n';
  const { spec, paths } = changed(shared);
  assert.ok(says(rewritten(shared, spec, paths), spec));
});

test('evidence stands at the head as comments, behind what editors need, and replaces the evidence of before', () => {
  const once = withEvidence(WRITTEN, 'first', ['STAR-EST 3%', '', 'tried 9']);
  assert.deepEqual(once.split('\n').slice(0, 7), [
    '# yaml-language-server: $schema=policy.schema.json',
    '# -- evidence: first',
    '# STAR-EST 3%',
    '#',
    '# tried 9',
    '# -- end of the evidence',
    '# what we go by',
  ]);
  assert.ok(says(once, specOf(WRITTEN)));
  const twice = withEvidence(once, 'second', ['STAR-EST 2%']);
  assert.doesNotMatch(twice, /first|tried 9/);
  assert.equal(twice.replace('second', 'first').replace('STAR-EST 2%', 'STAR-EST 3%\n#\n# tried 9'), once);
});
