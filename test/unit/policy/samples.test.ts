import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { policyLanguage } from '../../../services/policy/language.js';
import { readPolicy } from '../../../services/policy/reading.js';
import { problemText } from '../../../services/policy/source.js';
import { checkoutRoot } from '../../lab/guest.js';

const folder = join(checkoutRoot(), 'deploy/config');
const samples = readdirSync(folder).filter((file) => /^policy.*\.yaml$/.test(file));

function problemsIn(text: string, file: string): string[] {
  const { problems, warnings } = readPolicy(text);
  return [...problems, ...warnings].map((each) => problemText(each, file));
}

test('there are samples', () => {
  assert.deepEqual(samples, ['policy-full.yaml', 'policy.yaml']);
});

for (const sample of samples) {
  test(`deploy/config/${sample} is sound`, () => {
    assert.deepEqual(problemsIn(readFileSync(join(folder, sample), 'utf8'), sample), []);
  });
}

test('policy-full.yaml has every part of the language, but for custom rules', () => {
  const written = readFileSync(join(folder, 'policy-full.yaml'), 'utf8');
  const known = Object.keys(policyLanguage.def.shape).filter((key) => key !== 'customRules');
  assert.deepEqual(
    known.filter((key) => !new RegExp(`^${key}:`, 'm').test(written)),
    [],
  );
});

test('every example of docs/policy.md is sound', () => {
  const page = readFileSync(join(checkoutRoot(), 'docs/policy.md'), 'utf8');
  const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);
  assert.ok(examples.length > 5);
  for (const example of examples) {
    const whole = /^name:/m.test(example) ? example : `name: example\n${example}`;
    assert.deepEqual(problemsIn(whole, 'example'), [], example);
  }
});
