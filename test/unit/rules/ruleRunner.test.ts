import assert from 'node:assert/strict';
import test from 'node:test';
import { createColumns } from '../../../services/rules/ruleColumns.js';
import { type RuleAnswer, RuleRunner, Starved } from '../../../services/rules/ruleRunner.js';

const FACTS = { class: 'c', command: 'x', labels: {}, pageSize: 4096 };
const call = (rule: string, twice = false) => {
  return { rule, runs: 2, columns: () => createColumns(2).buffer, facts: FACTS, twice };
};
const short = (answer: RuleAnswer | undefined) => (answer instanceof Float32Array ? [...answer] : answer?.code);

test('each rule answers for itself: what one does wrong touches no other', async (t) => {
  // This machine may well be busy, which is another test's.
  t.mock.method(process, 'cpuUsage', () => ({ user: 600_000, system: 0 }));
  const runner = await RuleRunner.open([
    { name: 'good', source: 'export default (c) => new Float32Array(c.length).fill(0.5)' },
    { name: 'none', source: 'export default 1' },
    { name: 'throws', source: 'export default () => { throw 1 }' },
    { name: 'endless', source: 'export default () => Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)' },
  ]);
  assert.deepEqual([...runner.unusable.keys()], ['none']);
  const rules = ['good', 'none', 'throws', 'endless', 'endless', 'good', 'unknown'];
  const answers = runner.run(rules.map((rule) => call(rule))).map(short);
  const half = [0.5, 0.5];
  assert.deepEqual(answers, [
    half,
    'RULE_INVALID',
    'RULE_FAILED',
    'RULE_TIMEOUT',
    'RULE_TIMEOUT',
    half,
    'RULE_INVALID',
  ]);
  assert.deepEqual(
    [...runner.unusable.keys()],
    ['none', 'endless'],
    'what had to be stopped within QuickJS is not asked again',
  );
  assert.deepEqual(runner.run([call('good'), call('endless')]).map(short), [half, 'RULE_TIMEOUT']);
});

test('a module that never ends, in its own loop or in one of the language, is stopped', async () => {
  const runner = await RuleRunner.open([
    { name: 'own', source: 'for (;;); export default () => 0' },
    { name: 'language', source: '[].indexOf.call({ length: 2 ** 53 - 1 }, 1); export default () => 0' },
  ]);
  assert.deepEqual([...runner.unusable.values()].map(short), ['RULE_TIMEOUT', 'RULE_TIMEOUT']);
});

test('a rule that a busy machine gave no CPU is not held to be endless, and one that had its share is', async (t) => {
  const endless = 'export default () => [].indexOf.call({ length: 2 ** 53 - 1 }, 1)';
  const busy = t.mock.method(process, 'cpuUsage', () => ({ user: 0, system: 0 }));
  let runner = await RuleRunner.open([{ name: 'endless', source: endless }]);
  assert.throws(() => runner.run([call('endless')]), Starved);
  assert.deepEqual([...runner.unusable.keys()], []);
  runner = await runner.renewed();
  busy.mock.mockImplementation(() => ({ user: 600_000, system: 0 }));
  assert.deepEqual(runner.run([call('endless')]).map(short), ['RULE_TIMEOUT']);
});

test('a rule that remembers is found out', async () => {
  const runner = await RuleRunner.open([
    { name: 'counts', source: 'let n = 0; export default (c) => new Float32Array(c.length).fill(++n / 100)' },
    { name: 'pure', source: 'export default (c) => new Float32Array(c.length).fill(NaN)' },
  ]);
  assert.deepEqual(runner.run([call('counts', true), call('pure', true)]).map(short), [
    'RULE_IMPURE',
    [Number.NaN, Number.NaN],
  ]);
});
