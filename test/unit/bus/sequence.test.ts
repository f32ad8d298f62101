import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Sequence } from '../../../services/bus/sequence.js';
import { CONTROL_ALL, everySubject, hostOfSubject, hostSubject, parseSubject } from '../../../services/bus/subjects.js';

function file(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'thermocline-sequence-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return join(path, 'state', 'sequence');
}

test('a sequence rises by one, and on over restarts without an orderly end', (t) => {
  const path = file(t);
  let last = 0;
  for (let start = 0; start < 3; start++) {
    const sequence = new Sequence(path);
    const first = sequence.next();
    assert.ok(first > last);
    for (let i = 1; i < 1000; i++) assert.equal(sequence.next(), first + i);
    last = first + 999;
  }
});

test('a half-written reservation is not read; a damaged file is a coded error', (t) => {
  const path = file(t);
  const first = new Sequence(path).next();
  writeFileSync(`${path}.new`, '12');
  assert.ok(new Sequence(path).next() > first);
  writeFileSync(path, '12');
  assert.throws(() => new Sequence(path), { code: 'STATE_CORRUPT' });
});

test('subjects name kind, partition and host', () => {
  const subject = hostSubject('plan', 'rack7-node_12');
  assert.match(subject, /^thermocline\.v1\.plan\.[0-6]\d\.rack7-node_12$/);
  assert.deepEqual(parseSubject(subject), { kind: 'plan', hostId: 'rack7-node_12' });
  assert.equal(everySubject('plan'), 'thermocline.v1.plan.>');
  for (const host of ['', 'a.b', 'a b', '*', 'x'.repeat(65)])
    assert.throws(() => hostSubject('plan', host), RangeError);
});

test('what is no subject of a host has no host', () => {
  const subject = hostSubject('plan', 'host');
  const part = subject.split('.')[3] ?? '';
  const otherPart = part === '00' ? '01' : '00';
  for (const not of [
    CONTROL_ALL,
    `${subject}.more`,
    subject.replace('.v1.', '.v2.'),
    subject.replace('.plan.', '.dead.'),
    subject.replace(`.${part}.`, `.${otherPart}.`),
  ]) {
    assert.equal(hostOfSubject(not), undefined, not);
  }
});
