import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { Spool } from '../../../services/bus/spool.js';

const MIB = 2 ** 20;

function directory(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'thermocline-spool-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function message(text: string, bytes = 0) {
  return { subject: `subject.${text}`, messageId: `id-${text}`, bytes: Buffer.from(text.padEnd(bytes)) };
}

function takeAll(spool: Spool): string[] {
  const texts: string[] = [];
  for (let next = spool.oldest(); next; next = spool.oldest()) {
    assert.equal(spool.oldest(), next, 'the same until it is removed');
    const text = Buffer.from(next.bytes).toString().trim();
    assert.deepEqual([next.subject, next.messageId], [`subject.${text}`, `id-${text}`]);
    texts.push(text);
    spool.removeOldest(next);
  }
  return texts;
}

test('what goes in comes out in order, across restarts, or is counted as dropped', (t) => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ put: fc.integer({ min: 0, max: 3000 }) }) },
    { weight: 3, arbitrary: fc.constant('take' as const) },
    { weight: 1, arbitrary: fc.constant('restart' as const) },
  );
  const root = directory(t);
  let run = 0;
  const property = fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    const dir = join(root, String(run++));
    let spool = new Spool(dir, 16_384);
    let dropped = 0;
    let put = 0;
    /** What must be in the spool: all that was put, but for the oldest that were dropped or taken. */
    let model: string[] = [];
    for (const each of steps) {
      if (each === 'restart') {
        dropped += spool.dropped;
        spool.close();
        spool = new Spool(dir, 16_384);
        // What was taken from the oldest segment, but not the whole segment, comes once more.
        const first = Number(Buffer.from(spool.oldest()?.bytes ?? String(put)).toString());
        model = Array.from({ length: put - first }, (_, i) => String(first + i));
      } else if (each === 'take') {
        const oldest = spool.oldest();
        assert.equal(oldest && Buffer.from(oldest.bytes).toString().trim(), model[0]);
        if (oldest) spool.removeOldest(oldest);
        model.shift();
      } else {
        const before = spool.dropped;
        spool.append(message(String(put++), each.put));
        model.push(String(put - 1));
        model.splice(0, spool.dropped - before);
        assert.ok(spool.bytes <= 16_384);
      }
      assert.equal(spool.messages, model.length);
    }
    assert.deepEqual(takeAll(spool), model);
    assert.equal(spool.bytes, 0);
    assert.ok(dropped >= 0);
    spool.close();
  });
  fc.assert(property, { numRuns: 60 });
});

test('a tail that a crash cut off is left out, wherever the cut is', (t) => {
  const source = directory(t);
  const spool = new Spool(source, MIB);
  for (const text of ['one', 'two', 'three']) spool.append(message(text));
  spool.close();
  const [name = ''] = readdirSync(source);
  const content = readFileSync(join(source, name));
  const lastRecord = 12 + 'subject.three'.length + 'id-three'.length + 'three'.length;
  for (let cut = 1; cut < lastRecord; cut++) {
    const dir = directory(t);
    writeFileSync(join(dir, name), content);
    truncateSync(join(dir, name), content.length - cut);
    const again = new Spool(dir, MIB);
    assert.equal(again.cutBytes, lastRecord - cut);
    again.append(message('four'));
    assert.deepEqual(takeAll(again), ['one', 'two', 'four']);
    again.close();
  }
});

test('rubbish at the end and strange files do no harm', (t) => {
  const dir = directory(t);
  const spool = new Spool(dir, MIB);
  spool.append(message('one'));
  spool.close();
  const [name = ''] = readdirSync(dir);
  appendFileSync(join(dir, name), Buffer.alloc(5000, 0xff));
  writeFileSync(join(dir, 'notes.spool'), 'not ours');
  writeFileSync(join(dir, '000000000009.spool'), '');
  const again = new Spool(dir, MIB);
  assert.equal(again.cutBytes, 5000);
  assert.deepEqual(takeAll(again), ['one']);
  again.close();
  assert.deepEqual(readdirSync(dir), ['notes.spool']);
});

test('a message larger than the spool is dropped and counted, and drops nothing else', (t) => {
  const spool = new Spool(directory(t), 4096);
  spool.append(message('small'));
  spool.append(message('large', 5000));
  assert.equal(spool.dropped, 1);
  assert.deepEqual(takeAll(spool), ['small']);
  spool.close();
});

test('a message dropped while it was being sent is not removed twice', (t) => {
  const spool = new Spool(directory(t), 4096);
  spool.append(message('first', 2000));
  const inHand = spool.oldest();
  for (const text of ['second', 'third']) spool.append(message(text, 2000));
  assert.ok(inHand && spool.dropped > 0);
  const left = spool.messages;
  spool.removeOldest(inHand);
  assert.equal(spool.messages, left);
  spool.close();
});

test('a directory that cannot be made is a coded error', (t) => {
  const dir = directory(t);
  writeFileSync(join(dir, 'file'), '');
  assert.throws(() => new Spool(join(dir, 'file', 'spool'), MIB), { code: 'STATE_UNWRITABLE' });
});
