import assert from 'node:assert/strict';
import fs, { appendFileSync, copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { Journal } from '../../../services/actuator/journal.js';
import { decodeRecord, encodeRecord, type JournalRecord } from '../../../services/actuator/journalRecords.js';
import { newStateDir } from './kit/bench.js';

const BOUNDS = { keepMs: 1000, maxBytes: 2 ** 24 };
const bytes = (length: number, fill = 7) => new Uint8Array(length).fill(fill);

const RECORDS: readonly JournalRecord[] = [
  { kind: 'accepted', planId: 'a', key: 'h/b/1', atUnixMs: 10, bytes: bytes(40) },
  { kind: 'intent', planId: 'a', group: 0, atMs: 5.5, moveBytes: 8192, spans: [{ first: 0, count: 2 }] },
  {
    kind: 'progress',
    planId: 'a',
    group: 0,
    bytesMoved: 8192,
    seconds: 0.25,
    completedMs: 6.5,
    runs: [
      { first: 0, count: 2, verdict: 1, detail: 0 },
      { first: 9, count: 1, verdict: 3, detail: 16 },
    ],
  },
  { kind: 'outcome', planId: 'a', key: 'h/b/1', part: 0, last: true, sequence: 3, atUnixMs: 20, bytes: bytes(30, 9) },
  { kind: 'published', planId: 'a', part: 0 },
  { kind: 'accepted', planId: 'b', key: 'h/b/2', atUnixMs: 30, bytes: bytes(50, 8) },
  { kind: 'intent', planId: 'b', group: 1, atMs: 9, moveBytes: 4096, spans: [{ first: 4, count: 1 }] },
];

function written(records = RECORDS): string {
  const path = join(newStateDir(), 'journal.log');
  const journal = new Journal(path, BOUNDS);
  for (const record of records) journal.append(record);
  journal.close();
  return path;
}

/** Has a call of node:fs do something else while the test runs. */
function stub<Name extends 'writeSync' | 'renameSync'>(t: TestContext, name: Name, instead: (typeof fs)[Name]): void {
  const { mock } = t.mock.method(fs, name, instead);
  syncBuiltinESMExports();
  t.after(() => {
    mock.restore();
    syncBuiltinESMExports();
  });
}

const openFiles = () => fs.readdirSync('/proc/self/fd').length;

test('a record comes back as it was written', () => {
  for (const record of RECORDS) {
    const frame = encodeRecord(record);
    const found = decodeRecord(frame, 0);
    assert.equal(found?.end, frame.length);
    const back = found?.record as JournalRecord & { bytes?: Uint8Array };
    assert.deepEqual(back.bytes ? { ...back, bytes: Uint8Array.from(back.bytes) } : back, record);
  }
});

test('it is read back: what is done, what is under way, what was begun', () => {
  const journal = new Journal(written(), BOUNDS);
  assert.equal(journal.cutBytes, 0);
  assert.deepEqual(
    journal.unfinished().map(({ planId }) => planId),
    ['b'],
  );
  const [entry] = journal.unfinished();
  assert.ok(entry);
  assert.deepEqual(
    entry.intents.map(({ spans }) => spans),
    [[{ first: 4, count: 1 }]],
  );
  assert.deepEqual(Uint8Array.from(journal.signedPlan(entry) ?? []), bytes(50, 8));
  const finished = journal.find('a', '');
  assert.equal(finished?.outcomes[0]?.published, true);
  assert.equal(journal.find('unknown', 'h/b/1'), finished);
  assert.equal(journal.nextSequence(), 4);
  journal.close();
});

test('cut off at any byte, it holds every record before the cut, and goes on from there', () => {
  const path = written();
  const whole = readFileSync(path);
  const ends: number[] = [];
  for (let at = 0; at < whole.length; ) {
    at = decodeRecord(whole, at)?.end ?? Number.POSITIVE_INFINITY;
    ends.push(at);
  }
  const copy = join(newStateDir(), 'journal.log');
  for (let length = 0; length <= whole.length; length++) {
    copyFileSync(path, copy);
    truncateSync(copy, length);
    const journal = new Journal(copy, BOUNDS);
    const kept = ends.filter((end) => end <= length).length;
    assert.equal(journal.cutBytes, length - (ends[kept - 1] ?? 0));
    journal.append({ kind: 'accepted', planId: 'next', key: 'h/b/9', atUnixMs: 40, bytes: bytes(3) });
    journal.close();
    const again = new Journal(copy, BOUNDS);
    assert.equal(again.cutBytes, 0);
    assert.equal(again.unfinished().at(-1)?.planId, 'next');
    assert.equal(again.find('a', '') !== undefined, kept >= 1);
    assert.equal(again.find('a', '')?.finishedUnixMs !== undefined, kept >= 4);
    assert.equal(again.find('b', '') !== undefined, kept >= 6);
    again.close();
  }
});

test('a changed byte ends the journal there, and never reads as something else', () => {
  const path = written();
  const whole = readFileSync(path);
  const property = fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] as number) ^ change;
    const copy = join(newStateDir(), 'journal.log');
    writeFileSync(copy, changed);
    const journal = new Journal(copy, BOUNDS);
    assert.ok(journal.cutBytes > 0);
    assert.ok(whole.length - journal.cutBytes <= at);
    journal.close();
  });
  fc.assert(property, { numRuns: 60 });
});

test('old finished plans go, those that still owe something stay, and the sequence goes on', () => {
  const path = written();
  const big = new Journal(path, { keepMs: 1000, maxBytes: 100 });
  assert.equal(big.compact(5000), true);
  for (const journal of [big, new Journal(path, BOUNDS)]) {
    assert.equal(journal.find('a', ''), undefined);
    const [entry] = journal.unfinished();
    assert.equal(entry?.planId, 'b');
    assert.equal(entry?.intents.length, 1);
    assert.deepEqual(Uint8Array.from(journal.signedPlan(entry) ?? []), bytes(50, 8));
    assert.equal(journal.nextSequence(), 4);
    journal.close();
  }
});

test('young finished plans keep their outcome through a compaction, without the plan', () => {
  const path = written();
  const journal = new Journal(path, { keepMs: 1000, maxBytes: 400 });
  assert.equal(journal.compact(500), true);
  const entry = journal.find('', 'h/b/1');
  assert.ok(entry?.outcomes[0]);
  assert.deepEqual(Uint8Array.from(journal.outcomeBytes(entry.outcomes[0].place)), bytes(30, 9));
  assert.equal(journal.signedPlan(entry), undefined);
  assert.equal(entry.outcomes[0].published, true);
  journal.close();
});

test('plans that finished of late keep their moves through compactions, for as long as a start recalls them', () => {
  const path = written();
  const bounds = { keepMs: 0, maxBytes: 1000, recallMs: 1000 };
  const journal = new Journal(path, bounds);
  // As a start does once it has recalled them.
  journal.shed();
  for (let times = 0; times < 3; times++) {
    const next = new Journal(path, bounds);
    const entry = next.find('a', '');
    assert.deepEqual(entry?.progress, [RECORDS[2]]);
    assert.deepEqual(Uint8Array.from(next.signedPlan(entry) ?? []), bytes(40));
    next.close();
    journal.append({
      kind: 'accepted',
      planId: `filler-${times}`,
      key: `h/b/${9 + times}`,
      atUnixMs: 40,
      bytes: bytes(1200),
    });
    assert.equal(journal.compact(1019), true);
    assert.deepEqual(journal.find('a', '')?.progress, [], 'held in memory');
  }
  assert.equal(journal.compact(1020), true);
  assert.equal(journal.find('a', ''), undefined);
  journal.close();
});

test('moves that have no room go before outcomes do', () => {
  const path = written();
  const journal = new Journal(path, { keepMs: 1000, maxBytes: 300, recallMs: 1000 });
  assert.equal(journal.compact(500), true);
  const entry = journal.find('a', '');
  assert.ok(entry?.outcomes[0]);
  assert.deepEqual(Uint8Array.from(journal.outcomeBytes(entry.outcomes[0].place)), bytes(30, 9));
  assert.equal(journal.signedPlan(entry), undefined);
  assert.deepEqual(entry.progressPlaces, []);
  journal.close();
});

test('rubbish behind the last record is cut away', () => {
  const path = written();
  appendFileSync(path, 'rubbish');
  const journal = new Journal(path, BOUNDS);
  assert.equal(journal.cutBytes, 7);
  journal.close();
});

test('writes that take less than they were given lose nothing, when appending and when compacting', (t) => {
  const write = fs.writeSync as (fd: number, bytes: Uint8Array, offset: number, length: number) => number;
  const short = (fd: number, bytes: Uint8Array, offset = 0, length = bytes.length) =>
    write(fd, bytes, offset, Math.min(length, 10));
  stub(t, 'writeSync', short as typeof fs.writeSync);
  const path = written();
  const journal = new Journal(path, { keepMs: 1000, maxBytes: 400 });
  assert.equal(journal.compact(500), true);
  journal.append({ kind: 'accepted', planId: 'next', key: 'h/b/9', atUnixMs: 40, bytes: bytes(3) });
  journal.close();
  const again = new Journal(path, BOUNDS);
  assert.equal(again.cutBytes, 0);
  assert.deepEqual(
    again.all().map(({ planId }) => planId),
    ['a', 'b', 'next'],
  );
  again.close();
});

for (const name of ['writeSync', 'renameSync'] as const) {
  test(`a compaction that fails (${name}) leaves the journal as it was, and nothing beside it`, (t) => {
    const path = written();
    const journal = new Journal(path, { keepMs: 1000, maxBytes: 100 });
    const before = openFiles();
    const whole = readFileSync(path);
    stub(t, name, () => {
      throw new Error('no room');
    });
    for (let tries = 0; tries < 3; tries++) assert.throws(() => journal.compact(5000), /no room/);
    t.mock.restoreAll();
    syncBuiltinESMExports();
    assert.equal(openFiles(), before);
    assert.deepEqual(fs.readdirSync(dirname(path)), ['journal.log']);
    assert.deepEqual(readFileSync(path), whole);
    assert.equal(journal.compact(5000), true);
    assert.equal(openFiles(), before);
    journal.append({ kind: 'accepted', planId: 'next', key: 'h/b/9', atUnixMs: 40, bytes: bytes(3) });
    assert.deepEqual(
      journal.unfinished().map(({ planId }) => planId),
      ['b', 'next'],
    );
    journal.close();
  });
}
