import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runCommand } from '../../../services/ctl/program.js';

/** What `policies validate` says of these files, the first of which is the policy; without the folder's name. */
async function validated(t: TestContext, files: Readonly<Record<string, string>>) {
  const dir = mkdtempSync(join(tmpdir(), 'thermocline-policy-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  let said = '';
  const stderr = t.mock.method(process.stderr, 'write', (text: string) => {
    said += text;
    return true;
  });
  const status = await runCommand(['policies', 'validate', join(dir, Object.keys(files)[0] as string)]);
  stderr.mock.restore();
  return { status, said: said.replaceAll(`${dir}/`, '').trimEnd().split('\n') };
}

test('what is wrong with the modules of rules is told with all else, each at its line', async (t) => {
  const policy = [
    'name: p',
    'classes:',
    '  - { name: db, match: { commands: [db] }, customRule: open }',
    '  - { name: rest, colAge: 8m }',
    'customRules:',
    '  - { name: open, file: open.js }',
    '  - { name: lost, file: lost.js }',
    '  - name: number',
    '    source: export default 7',
    '  - { name: sound, file: sound.js }',
    '  - { name: sound, source: "export default later()" }',
    '  - { name: blank, file: blank.js }',
    'guards: { residence: soon }',
    '',
  ].join('\n');
  const { status, said } = await validated(t, {
    'p.yaml': policy,
    'open.js': 'export default function (',
    'sound.js': 'export default () => 1;',
    'blank.js': '\n',
  });
  assert.deepEqual(said, [
    'p.yaml:4:19: classes.1.colAge: unknown key; did you mean coldAge?',
    'p.yaml:6:5: customRules.0: RULE_INVALID: rule open: SyntaxError: missing formal parameter (open.js:1:26)',
    'p.yaml:7:19: customRules.1.file: got "lost.js"; lost.js is not there; it is looked for beside the policy',
    'p.yaml:8:5: customRules.2: RULE_INVALID: rule number: the default export is number; expected a function',
    "p.yaml:11:5: customRules.4: RULE_INVALID: rule sound: ReferenceError: 'later' is not defined (sound.js:1:16)",
    'p.yaml:11:7: customRules.4.name: got "sound"; expected a name that no other rule has',
    'p.yaml:12:20: customRules.5.file: got "blank.js"; expected an ES module whose default export is the rule',
    'p.yaml:13:11: guards.residence: got "soon"; expected a duration such as 250ms, 10s, 8m or 24h',
    'POLICY_INVALID: p.yaml has 8 problems, listed above',
  ]);
  assert.equal(status, 1);
});

test('rules are looked at where too little is there of the rest to go by', async (t) => {
  const policy = [
    'name: p',
    'classes: [{ coldAge: 8m }]',
    'customRules:',
    '  - source: export default 7',
    '  - { name: lost, file: lost.js }',
    '  - { name: both, file: lost.js, source: export default 7 }',
    '',
  ].join('\n');
  const { said } = await validated(t, { 'p.yaml': policy });
  assert.deepEqual(said, [
    'p.yaml:2:11: classes.0.name: got nothing; expected a text',
    'p.yaml:4:5: customRules.0.name: got nothing; expected a text',
    'p.yaml:4:5: customRules.0: RULE_INVALID: rule unnamed: the default export is number; expected a function',
    'p.yaml:5:19: customRules.1.file: got "lost.js"; lost.js is not there; it is looked for beside the policy',
    'p.yaml:6:5: customRules.2: got {"name":"both","file":"lost.js","source":"export default 7"}; expected file or source',
    'POLICY_INVALID: p.yaml has 5 problems, listed above',
  ]);
});
