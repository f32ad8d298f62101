import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileGlob } from '../../../services/core/glob.js';
import { classOf, compilePolicy } from '../../../services/core/policy.js';
import type { PolicySpec } from '../../../services/core/policySpec.js';
import type { Selector } from '../../../services/core/selector.js';
import { SOUND, soundPolicy } from './policies.js';

const matches = (glob: string, text: string): boolean | undefined => compileGlob(glob)?.test(text);

test('a glob is for the whole path: * within a level, ** across levels', () => {
  assert.equal(matches('/system.slice/*.service', '/system.slice/db.service'), true);
  assert.equal(matches('/system.slice/*.service', '/system.slice/a/db.service'), false);
  assert.equal(matches('/system.slice/**.service', '/system.slice/a/db.service'), true);
  assert.equal(matches('/kubepods/**', '/kubepods/burstable/pod1/x'), true);
  assert.equal(matches('/kubepods', '/kubepods/burstable'), false);
  assert.equal(matches('/a.c', '/abc'), false);
  assert.equal(matches('/pod?', '/pod1'), true);
  assert.equal(matches('/pod?', '/pod/'), false);
  assert.equal(matches('/pod[0-3]', '/pod2'), true);
  assert.equal(matches('/pod[!0-3]', '/pod2'), false);
  assert.equal(matches('/{db,cache+}/x', '/cache+/x'), true);
  assert.equal(matches('/{db,cache}/x', '/web/x'), false);
});

test('a glob left open is none', () => {
  for (const glob of ['/a[bc', '/a{b,c', '/[z-a]']) assert.equal(compileGlob(glob), undefined);
});

function selected(selector: Selector, command: string, cgroup?: string, hostLabels = {}): boolean {
  const [last] = SOUND.classes;
  assert.ok(last);
  const policy = soundPolicy({ classes: [{ ...last, name: 'first', selector }, last] });
  return classOf(policy, { command, cgroup, hostLabels }) === 0;
}

test('a selector matches when every given part does', () => {
  const selector = { cgroupGlobs: ['/db/**'], commandRegexes: ['^postgres', 'mysqld'], hostLabels: { zone: 'a' } };
  assert.equal(selected(selector, 'postgres -D x', '/db/1', { zone: 'a' }), true);
  assert.equal(selected(selector, 'postgres -D x', '/db/1', { zone: 'b' }), false);
  assert.equal(selected(selector, 'postgres -D x', '/web/1', { zone: 'a' }), false);
  assert.equal(selected(selector, 'redis', '/db/1', { zone: 'a' }), false);
  assert.equal(selected({ cgroupGlobs: ['**'] }, 'x', undefined), false);
});

test('selectors nest', () => {
  const a: Selector = { commandRegexes: ['a'] };
  const b: Selector = { commandRegexes: ['b'] };
  assert.equal(selected({ anyOf: [a, b] }, 'b'), true);
  assert.equal(selected({ allOf: [a, b] }, 'b'), false);
  assert.equal(selected({ allOf: [a, b] }, 'ab'), true);
  assert.equal(selected({ noneOf: a }, 'b'), true);
  assert.equal(selected({ noneOf: a }, 'ab'), false);
});

test('all that is wrong is said at once, with its path', () => {
  const [sound] = SOUND.classes;
  assert.ok(sound);
  const spec: PolicySpec = {
    ...SOUND,
    name: '',
    dataMaxAgeSeconds: 5000,
    classes: [
      { ...sound, selector: { commandRegexes: ['('], cgroupGlobs: ['/a['] }, hotRate: 0 },
      { ...sound, selector: { commandRegexes: ['x'] } },
    ],
    tiers: [{ rank: 0, headroomShare: 1.5 }],
  };
  const compiled = compilePolicy(spec);
  assert.ok('problems' in compiled);
  assert.deepEqual(
    compiled.problems.map(({ path, got }) => `${path}: ${got}`),
    [
      'name: ""',
      'dataMaxAgeSeconds: 5000',
      'classes[0].hotRate: 0',
      'classes[1].name: "all"',
      'tiers[0].headroomShare: 1.5',
      'classes[0].selector.cgroupGlobs[0]: "/a["',
      'classes[0].selector.commandRegexes[0]: "("',
      'classes[1].selector: a selector',
    ],
  );
  assert.deepEqual(compiled.problems[1], { path: 'dataMaxAgeSeconds', got: '5000', expected: '1 to 1016 seconds' });
});

test('content of the wrong type is a problem, never an exception', () => {
  const wrong = { ...SOUND, revision: 'x', residenceSeconds: null, classes: [{}], tiers: 7 } as unknown as PolicySpec;
  const compiled = compilePolicy(wrong);
  assert.ok('problems' in compiled);
  assert.ok(compiled.problems.some(({ path }) => path === 'residenceSeconds'));
  const nothing = compilePolicy({ ...SOUND, classes: [] });
  assert.ok('problems' in nothing);
});
