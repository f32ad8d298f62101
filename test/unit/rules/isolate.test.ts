import assert from 'node:assert/strict';
import test from 'node:test';
import { loadEngine } from '../../../services/rules/engine.js';
import { Isolate } from '../../../services/rules/isolate.js';
import { createColumns } from '../../../services/rules/ruleColumns.js';

const FACTS = { class: 'c', command: 'db --fast', cgroup: '/a', labels: { rack: 'r1' }, pageSize: 4096 };

async function isolateOf(source: string): Promise<Isolate> {
  return new Isolate(await loadEngine(), 'r', source);
}

/** What an expression is within an isolate, by the scores that come of it: 1 for true, -1 for false. */
async function holds(expression: string): Promise<boolean> {
  const isolate = await isolateOf(`export default (c) => new Float32Array(1).fill(${expression} ? 1 : -1)`);
  return isolate.score(createColumns(1).buffer, FACTS)[0] === 1;
}

test('a rule is called with the columns of a space and its facts, and answers a score a run', async () => {
  const columns = createColumns(2);
  columns.startPage.set([2 ** 40, 2 ** 41]);
  columns.pages.set([3, 4]);
  columns.heat.set([0.5, 1]);
  columns.age.set([7, 8]);
  columns.tier.set([0, 255]);
  columns.kind.set([1, 4]);
  const told = '[c.length, c.startPage[1] === 2 ** 41, c.pages[0], c.heat[0], c.age[1], c.tier[1], c.kind[1]]';
  const facts = '[f.class, f.command, f.cgroup, f.labels.rack, f.pageSize]';
  const isolate = await isolateOf(`export default (c, f) => {
    const got = ${told}.join() + ' ' + ${facts}.join();
    if (got !== '2,true,3,0.5,8,255,4 c,db --fast,/a,r1,4096') throw new Error(got);
    return Float32Array.of(1, NaN);
  }`);
  assert.deepEqual([...isolate.score(columns.buffer, FACTS)], [1, Number.NaN]);
});

test('a view of a larger buffer is a score column too', async () => {
  const isolate = await isolateOf('export default () => new Float32Array([9, 9, 0.5, -0.5, 9]).subarray(2, 4)');
  assert.deepEqual([...isolate.score(createColumns(2).buffer, FACTS)], [0.5, -0.5]);
});

test('what tells time, chance or the world is not there', async () => {
  const gone = [
    'Date',
    'performance',
    'eval',
    'setTimeout',
    'queueMicrotask',
    'WeakRef',
    'FinalizationRegistry',
    'SharedArrayBuffer',
    'Atomics',
    'WebAssembly',
    'console',
    'process',
    'require',
    'fetch',
    'crypto',
    'std',
    'os',
  ];
  for (const name of gone) assert.ok(await holds(`typeof ${name} === 'undefined'`), name);
  assert.ok(await holds('!("random" in Math)'));
});

test('the names there are, are these and no others', async () => {
  const known = [
    'AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Error EvalError Float16Array',
    'Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array InternalError Iterator JSON Map Math NaN',
    'Number Object Promise RangeError ReferenceError Reflect Set String Symbol SyntaxError TypeError URIError Uint16Array',
    'Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet decodeURI decodeURIComponent encodeURI encodeURIComponent',
    'escape globalThis isFinite isNaN parseFloat parseInt undefined unescape',
  ].join(' ');
  assert.ok(await holds(`Object.getOwnPropertyNames(globalThis).sort().join(' ') === '${known}'`));
});

test('a rule leaves nothing behind for its next call, but in variables of its own', async () => {
  for (const attempt of [
    'globalThis.kept = 1',
    'Math.kept = 1',
    'Array.prototype.kept = 1',
    'Object.getPrototypeOf(async () => 0).kept = 1',
    'Object.getPrototypeOf(function* () {}).prototype.kept = 1',
    'Float32Array.prototype.fill = () => 0',
  ]) {
    const isolate = await isolateOf(`export default () => { ${attempt}; return new Float32Array(1) }`);
    assert.throws(() => isolate.score(createColumns(1).buffer, FACTS), { code: 'RULE_FAILED' }, attempt);
  }
});

const WRONG: readonly (readonly [string, string, string, RegExp])[] = [
  [
    'throws',
    'export default () => { throw new TypeError("no") }',
    'RULE_FAILED',
    /^rule r: TypeError: no \(r\.js:1:\d+\)$/,
  ],
  ['throws what is no error', 'export default () => { throw 7 }', 'RULE_FAILED', /7/],
  [
    'throws what can’t be told',
    'export default () => { throw { get message() { for (;;); } } }',
    'RULE_FAILED',
    /rule r/,
  ],
  ['never ends', 'export default () => { for (;;); }', 'RULE_TIMEOUT', /effort/],
  [
    'never ends, and catches that',
    'export default () => { for (;;) try { for (;;); } catch {} }',
    'RULE_TIMEOUT',
    /effort/,
  ],
  ['calls itself for ever', 'const f = () => f() + 1; export default f', 'RULE_FAILED', /stack/],
  [
    'takes all memory',
    'export default () => { const a = []; for (;;) a.push(new Float64Array(1e6)) }',
    'RULE_OUT_OF_MEMORY',
    /bytes/,
  ],
  ['answers nothing', 'export default () => undefined', 'RULE_BAD_RESULT', /undefined; expected a Float32Array/],
  ['answers a promise', 'export default async (c) => c.heat', 'RULE_BAD_RESULT', /object; expected a Float32Array/],
  ['answers other numbers', 'export default (c) => new Float64Array(c.length)', 'RULE_BAD_RESULT', /object; expected/],
  ['answers too few', 'export default () => new Float32Array(1)', 'RULE_BAD_RESULT', /1 scores; expected 2/],
  ['scores too high', 'export default () => Float32Array.of(0, 1.5)', 'RULE_BAD_RESULT', /score 1 is 1\.5/],
  [
    'scores without end',
    'export default () => Float32Array.of(-Infinity, 0)',
    'RULE_BAD_RESULT',
    /score 0 is -Infinity/,
  ],
  ['pretends', 'export default () => Object.create(Float32Array.prototype)', 'RULE_FAILED', /rule r/],
];

for (const [what, source, code, message] of WRONG) {
  test(`a rule that ${what} fails with ${code}, and may be called again`, async () => {
    const isolate = await isolateOf(source);
    for (let call = 0; call < 2; call++) {
      assert.throws(() => isolate.score(createColumns(2).buffer, FACTS), { code, message });
    }
  });
}

for (const [what, source] of [
  ['nothing', ''],
  ['a number', 'export default 3'],
  ['no JavaScript', 'export default function ('],
  ['an import', 'import { readFileSync } from "node:fs"; export default readFileSync'],
  ['what waits', 'await new Promise(() => 0); export default () => 0'],
  ['what throws', 'throw new Error("at once"); export default () => 0'],
] as const) {
  test(`a module of ${what} is no rule`, async () => {
    await assert.rejects(isolateOf(source), { code: 'RULE_INVALID' });
  });
}

test('effort is bounded by what a rule does, not by time, and grows with the runs', async () => {
  const turns = (n: number): string => `export default (c) => { for (let i = 0; i < ${n}; i++); return c.heat }`;
  const isolate = await isolateOf(turns(400_000));
  const few = createColumns(1).buffer;
  const many = createColumns(20_000).buffer;
  for (let call = 0; call < 5; call++) {
    assert.throws(() => isolate.score(few, FACTS), { code: 'RULE_TIMEOUT' });
    assert.equal(isolate.score(many, FACTS).length, 20_000);
  }
});
