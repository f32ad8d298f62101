import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPolicy } from '../../../services/policy/reading.js';
import { MAX_SOURCE_BYTES, problemText } from '../../../services/policy/source.js';

/** What is said of a policy's text, as people read it. */
const said = (text: string): string[] => readPolicy(text).problems.map((each) => problemText(each, 'p.yaml'));

/** A policy with two classes, the first of which has this in it. */
const withClass = (fields: string, rest = ''): string =>
  `name: p\nclasses:\n  - { name: a, match: { commands: [db] }, ${fields} }\n  - { name: rest }\n${rest}`;

const REFUSED: readonly (readonly [what: string, text: string, says: readonly string[]])[] = [
  ['an unknown field', 'name: p\nbudget: {}\n', ['p.yaml:2:1: budget: unknown key; did you mean budgets?']],
  [
    'an unknown field of a class',
    withClass('colAge: 8m'),
    ['p.yaml:3:43: classes.0.colAge: unknown key; did you mean coldAge?'],
  ],
  ['a missing name', 'approval: true\n', ['p.yaml:1:1: name: got nothing; expected a text']],
  [
    'a name that no bucket takes',
    'name: a.b\n',
    ['p.yaml:1:1: name: got "a.b"; expected up to 63 letters, digits, _ and -, the first a letter or digit'],
  ],
  ['the same key twice', 'name: p\nname: q\n', ['p.yaml:2:1: Map keys must be unique']],
  [
    'a duration without unit',
    withClass('coldAge: 8'),
    ['p.yaml:3:43: classes.0.coldAge: got 8; expected a duration such as 250ms, 10s, 8m or 24h'],
  ],
  [
    'a share above 1',
    withClass('hotRate: 110%'),
    ['p.yaml:3:43: classes.0.hotRate: got "110%"; expected a share such as 5% or 0.05'],
  ],
  [
    'an amount that is none',
    withClass('fastFloor: lots'),
    [
      'p.yaml:3:43: classes.0.fastFloor: got "lots"; expected a size such as 2GiB, or a share of the fast tier such as 40%',
    ],
  ],
  [
    'windows that no run remembers',
    withClass('hotWindows: 3 of 9'),
    [
      'p.yaml:3:43: classes.0.hotWindows: got "3 of 9"; expected k of n windows, k at least 1 and at most n, n at most 8',
    ],
  ],
  [
    'windows in other words',
    withClass('hotWindows: 3/5'),
    ['p.yaml:3:43: classes.0.hotWindows: got "3/5"; expected k of n, as in 3 of 5'],
  ],
  [
    'two promotion rules',
    withClass('hotRate: 0.2, hotWindows: 3 of 5'),
    ['p.yaml:3:57: classes.0.hotWindows: got "3 of 5"; expected hotRate or hotWindows, not both'],
  ],
  [
    'an unknown kind of page',
    withClass('pageKinds: [anon, huge]'),
    [
      'p.yaml:3:61: classes.0.pageKinds.1: got "huge"; expected one of anon, file, shmem, anon-huge, file-huge, shmem-huge',
    ],
  ],
  [
    'a glob that is not closed, a regular expression neither',
    'name: p\nclasses:\n  - name: a\n    match:\n      none:\n        - cgroups: [/x]\n        - cgroups: ["/a[b"]\n          commands: ["("]\n  - name: rest\n',
    [
      'p.yaml:7:21: classes.0.match.none.1.cgroups.0: got "/a[b"; expected a glob with *, **, ?, [set] and {a,b}, each closed',
      'p.yaml:8:22: classes.0.match.none.1.commands.0: got "("; expected a regular expression (Invalid regular expression: /(/: Unterminated group)',
    ],
  ],
  [
    'an empty list of selectors',
    'name: p\nclasses: [{ name: a, match: { cgroups: [] } }, { name: b }]\n',
    ['p.yaml:2:31: classes.0.match.cgroups: got []; expected at least 1 in the list'],
  ],
  [
    'a class behind one that takes everything',
    'name: p\nclasses:\n  - { name: a, match: { commands: [".*"] } }\n  - name: b\n    match: { commands: [db] }\n  - name: c\n',
    [
      'p.yaml:5:5: classes.1.match: got {"commandRegexes":["db"]}; expected its place before class a, which takes everything: this never matches',
      'p.yaml:6:5: classes.2.match: got {}; expected its place before class a, which takes everything: this never matches',
    ],
  ],
  [
    'a class that says the same as a former one',
    'name: p\nclasses:\n  - { name: a, match: { commands: [db] } }\n  - { name: b, match: { commands: [db] } }\n  - { name: c }\n',
    [
      'p.yaml:4:16: classes.1.match: got {"commandRegexes":["db"]}; expected another selector than that of class a, which takes all of it before',
    ],
  ],
  [
    'a class that selects nothing by its form',
    'name: p\nclasses:\n  - { name: a, match: { none: [{}] } }\n  - { name: c }\n',
    ['p.yaml:3:16: classes.0.match: got {"noneOf":{}}; expected a selector that something can match'],
  ],
  [
    'a class whose parts leave nothing together',
    [
      'name: p',
      'classes:',
      '  - { name: a, match: { all: [{ hostLabels: { zone: a } }, { hostLabels: { zone: b } }] } }',
      "  - { name: b, match: { cgroups: [/x], none: [{ cgroups: ['/x*'] }] } }",
      '  - { name: c, match: { all: [{ cgroups: [/a, /b] }, { cgroups: [/c/**, /d] }] } }',
      '  - { name: d }',
      '',
    ].join('\n'),
    [
      'p.yaml:3:16: classes.0.match: got {"allOf":[{"hostLabels":{"zone":"a"}},{"hostLabels":{"zone":"b"}}]}; expected a selector whose parts can be met together: nothing meets all of these',
      'p.yaml:4:16: classes.1.match: got {"cgroupGlobs":["/x"],"noneOf":{"cgroupGlobs":["/x*"]}}; expected a selector whose parts can be met together: nothing meets all of these',
      'p.yaml:5:16: classes.2.match: got {"allOf":[{"cgroupGlobs":["/a","/b"]},{"cgroupGlobs":["/c/**","/d"]}]}; expected a selector whose parts can be met together: nothing meets all of these',
    ],
  ],
  [
    'a class behind one that takes all of it',
    [
      'name: p',
      'classes:',
      "  - { name: a, match: { cgroups: ['/s/**', /t] } }",
      "  - { name: b, match: { cgroups: ['/s/db-*', /t], commands: [x] } }",
      '  - { name: c }',
      '',
    ].join('\n'),
    [
      'p.yaml:4:16: classes.1.match: got {"cgroupGlobs":["/s/db-*","/t"],"commandRegexes":["x"]}; expected its place before class a, which takes all of it: this never matches',
    ],
  ],
  [
    'no class for what is left',
    'name: p\nclasses:\n  - { name: a, match: { commands: [db] } }\n',
    ['p.yaml:3:16: classes.0.match: got a selector; expected an empty one: the last class is for all that is left'],
  ],
  [
    'two classes of one name',
    'name: p\nclasses:\n  - { name: a, match: { commands: [db] } }\n  - { name: a }\n',
    ['p.yaml:4:7: classes.1.name: got "a"; expected a name that no other class has'],
  ],
  [
    'a ceiling for what is always fast',
    withClass('alwaysFast: true, fastCeiling: 40%'),
    [
      'p.yaml:3:61: classes.0.fastCeiling: got "40%"; expected no ceiling: the class has alwaysFast, and a ceiling is held by demotion',
    ],
  ],
  [
    'a ceiling for what is never demoted',
    withClass('neverDemote: true, fastCeiling: 40%'),
    [
      'p.yaml:3:62: classes.0.fastCeiling: got "40%"; expected no ceiling: the class has neverDemote, and a ceiling is held by demotion',
    ],
  ],
  [
    'a share of nothing for what is always fast',
    withClass('rateShare: 0%, alwaysFast: true'),
    [
      'p.yaml:3:43: classes.0.rateShare: got "0%"; expected more than 0%: the class has alwaysFast, which promotion brings about, and none of its bytes may move',
    ],
  ],
  [
    'a share of nothing for what is held below a ceiling',
    withClass('fastCeiling: 1GiB, rateShare: 0'),
    [
      'p.yaml:3:62: classes.0.rateShare: got 0; expected more than 0%: the class has a ceiling, which is held by demotion, and none of its bytes may move',
    ],
  ],
  [
    'a floor above the ceiling',
    withClass('fastFloor: 2GiB, fastCeiling: 1GiB'),
    ['p.yaml:3:43: classes.0.fastFloor: got "2GiB"; expected at most the ceiling, 1073741824 bytes'],
  ],
  [
    'floors that no fast tier holds',
    'name: p\nclasses:\n  - { name: a, match: { commands: [a] }, fastFloor: 50% }\n  - { name: b, match: { commands: [b] }, fastFloor: 46% }\n  - { name: c }\n',
    [
      'p.yaml:4:42: classes.1.fastFloor: got "46%"; expected floors that together leave the headroom: 95% at most, and these are 96%',
    ],
  ],
  [
    'a rule that is not there',
    withClass('customRule: mine'),
    ['p.yaml:3:43: classes.0.customRule: got "mine"; expected a rule of customRules, and there is none'],
  ],
  [
    'a low watermark above the high one',
    'name: p\ntiers: [{ rank: 0, headroom: 2%, low: 3% }]\n',
    ['p.yaml:2:34: tiers.0.low: got "3%"; expected at most the headroom, 0.02'],
  ],
  [
    'demotion upwards',
    'name: p\ntiers: [{ rank: 1, demoteTo: 0 }]\n',
    ['p.yaml:2:20: tiers.0.demoteTo: got 0; expected a rank above 1: tier 0 is no slower'],
  ],
  [
    'demotion in a circle',
    'name: p\ntiers:\n  - { rank: 1, demoteTo: 2 }\n  - { rank: 2, demoteTo: 1 }\n',
    ['p.yaml:4:16: tiers.1.demoteTo: got 1; expected a rank above 2: the path goes in a circle: 2, 1, 2'],
  ],
  [
    'two entries for a tier',
    'name: p\ntiers: [{ rank: 0 }, { rank: 0 }]\n',
    ['p.yaml:2:24: tiers.1.rank: got 0; expected a rank that no other entry has'],
  ],
  [
    'goals without a goal',
    'name: p\ngoals: { coldAge: [1m, 1h], hotRate: [0.1, 0.5] }\n',
    [
      'p.yaml:2:1: goals: got {"coldAgeSeconds":[60,3600],"hotRate":[0.1,0.5]}; expected starAtMost, fastFullAtLeast, or both',
    ],
  ],
  [
    'bounds upside down',
    'name: p\ngoals: { starAtMost: 1%, coldAge: [1h, 1m], hotRate: [0.5, 0.1] }\n',
    [
      'p.yaml:2:26: goals.coldAge: got [3600,60]; expected the least, from 1 on, and then the most, up to 65535',
      'p.yaml:2:45: goals.hotRate: got [0.5,0.1]; expected the least, from 0 on, and then the most, up to 1',
    ],
  ],
  [
    'an age in the bounds that is not counted',
    'name: p\ngoals: { starAtMost: 1%, coldAge: [1m, 30d], hotRate: [0.1, 0.5] }\n',
    ['p.yaml:2:26: goals.coldAge: got [60,2592000]; expected the least, from 1 on, and then the most, up to 65535'],
  ],
  [
    'bounds that a class is outside of',
    withClass('coldAge: 30s, hotRate: 0.9', 'goals: { starAtMost: 1%, coldAge: [1m, 1h], hotRate: [0.1, 0.5] }\n'),
    [
      'p.yaml:3:43: classes.0.coldAge: got "30s"; expected within the bounds of goals, 60 to 3600 seconds',
      'p.yaml:3:57: classes.0.hotRate: got 0.9; expected within the bounds of goals, 0.1 to 0.5',
    ],
  ],
  [
    'a goal beyond the headroom',
    'name: p\ngoals: { fastFullAtLeast: 99.5%, coldAge: [1m, 1h], hotRate: [0.1, 0.5] }\n',
    ['p.yaml:2:10: goals.fastFullAtLeast: got "99.5%"; expected at most 95%: plans leave 5% of the fast tier free'],
  ],
  [
    'a confidence that is never reached',
    'name: p\nguards: { minConfidence: 100% }\n',
    ['p.yaml:2:11: guards.minConfidence: got "100%"; expected a share from 0 to below 1, which no heat ever reaches'],
  ],
  [
    'data older than anyone remembers',
    'name: p\nguards: { dataMaxAge: 2h }\n',
    ['p.yaml:2:11: guards.dataMaxAge: got "2h"; expected 1 to 1016 seconds'],
  ],
  [
    'a budget of a label that is none',
    'name: p\nbudgets: { perLabel: { rack: fast } }\n',
    ['p.yaml:2:24: budgets.perLabel.rack: got "fast"; expected a size such as 64KiB, 512MiB or 1.5GB'],
  ],
  [
    'a rule both in a file and here',
    'name: p\ncustomRules: [{ name: r, file: r.js, source: x }]\n',
    ['p.yaml:2:15: customRules.0: got {"name":"r","file":"r.js","source":"x"}; expected file or source'],
  ],
  [
    'a file where a text alone is given',
    'name: p\ncustomRules: [{ name: r, file: r.js }]\n',
    ['p.yaml:2:26: customRules.0.file: got "r.js"; no file is opened here; write the rule under source'],
  ],
  [
    'no YAML',
    'name: [p\n',
    ['p.yaml:2:1: Flow sequence in block collection must be sufficiently indented and end with a ]'],
  ],
  ['a list', '- p\n', ['p.yaml:1:1: the file: got ["p"]; expected keys and values']],
];

for (const [what, text, says] of REFUSED) {
  test(`refused, with line, field and reason: ${what}`, () => {
    assert.deepEqual(said(text), says);
  });
}

test('a class that is to stay as it is may have a share of nothing', () => {
  assert.deepEqual(said(withClass('rateShare: 0%, neverDemote: true, fastFloor: 1GiB')), []);
});

test('problems of form and of meaning are told together, in the order of the text', () => {
  const text = [
    'name: p',
    'classes:',
    '  - name: a',
    '    match: { commands: ["("] }',
    '    coldAge: soon',
    '    alwaysFast: true',
    '    fastCeiling: 1GiB',
    '  - { name: a }',
    'tiers: [{ rank: 0, headroom: 2%, low: 5% }]',
    'guard: {}',
  ].join('\n');
  assert.deepEqual(
    readPolicy(text).problems.map(({ line, field }) => `${line} ${field}`),
    [
      '4 classes.0.match.commands.0',
      '5 classes.0.coldAge',
      '7 classes.0.fastCeiling',
      '8 classes.1.name',
      '9 tiers.0.low',
      '10 guard',
    ],
  );
});

test('what is missing hides nothing that is wrong elsewhere', () => {
  const text = [
    'payback: { within: 1s }',
    'goals: { starAtMost: 1% }',
    'classes:',
    '  - { name: a, match: { commands: [x] }, priority: 5000 }',
    '  - { name: b }',
  ].join('\n');
  assert.deepEqual(
    readPolicy(text).problems.map(({ field }) => field),
    ['name', 'payback.moveCost', 'payback.slowPenalty', 'goals.coldAge', 'goals.hotRate', 'classes.0.priority'],
  );
});

test('what would fill memory or stack is refused', () => {
  assert.deepEqual(said('#'.repeat(MAX_SOURCE_BYTES + 1)), [`p.yaml:1:1: longer than ${MAX_SOURCE_BYTES} bytes`]);
  assert.match(said(`name: p\nclasses: ${'['.repeat(100_000)}`).join(), /^p.yaml:\d+:\d+: nested too deeply/);
  const deep = `${'{ any: [ '.repeat(500)}{}${' ] }'.repeat(500)}`;
  const selectors = said(`name: p\nclasses: [{ name: a, match: ${deep} }, { name: b }]`);
  assert.ok(selectors.length > 0);
  const laughs = ['name: p', 'a: &a [x, x, x, x, x, x, x, x, x, x]'];
  for (let i = 0; i < 9; i++) {
    const [from, to] = ['abcdefghij'.charAt(i), 'abcdefghij'.charAt(i + 1)];
    laughs.push(`${to}: &${to} [${Array.from({ length: 10 }, () => `*${from}`).join(', ')}]`);
  }
  assert.match(said(laughs.join('\n')).join(), /alias/i);
});

test('defaults: classes by latency, every tier with headroom', () => {
  const { spec } = readPolicy(
    'name: p\nclasses: [{ name: a, match: { commands: [a] }, latency: sensitive }, { name: b }]\n',
  );
  assert.ok(spec);
  assert.deepEqual(
    spec.classes.map(({ coldAgeSeconds, hotRate }) => [coldAgeSeconds, hotRate]),
    [
      [480, 0.3],
      [120, 0.3],
    ],
  );
  assert.deepEqual(new Set(spec.tiers.map(({ headroomShare }) => headroomShare)), new Set([0.05]));
  assert.equal(spec.bytesPerSecondPerHost, 64 * 2 ** 20);
});

test('the file of a rule goes into the text as its source, and comments stay', () => {
  const text =
    'name: p # why\ncustomRules:\n  - name: r\n    file: rules/r.js # mine\nclasses: [{ name: a, customRule: r }]\n';
  const files = (file: string): string => {
    if (file === 'rules/r.js') return 'export default () => 1;\n';
    throw new Error('no such file');
  };
  const { spec, problems, source } = readPolicy(text, files);
  assert.deepEqual(problems, []);
  assert.deepEqual(spec?.customRules, [{ name: 'r', source: 'export default () => 1;\n' }]);
  const whole = source.withRules(files);
  assert.match(whole, /^name: p # why$/m);
  assert.match(whole, /^ {4}source: \|/m);
  assert.deepEqual(readPolicy(whole).spec, spec);
  assert.deepEqual(
    readPolicy(text.replace('r.js', 's.js'), files).problems.map((each) => problemText(each, 'p.yaml')),
    ['p.yaml:4:5: customRules.0.file: got "rules/s.js"; no such file'],
  );
});

test('a rule that no class names is worth a word', () => {
  const { warnings } = readPolicy('name: p\ncustomRules: [{ name: r, source: export default 1 }]\n');
  assert.deepEqual(
    warnings.map((each) => problemText(each, 'p.yaml')),
    ['p.yaml:2:15: customRules.0: no class names rule r'],
  );
});
