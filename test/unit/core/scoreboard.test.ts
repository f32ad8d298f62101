import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergedRows, OTHERS, Scoreboard } from '../../../services/core/scoreboard.js';

const NOW = 1_700_000_000_000;

test('rows are by name within a dimension, and of one label by value', () => {
  const board = new Scoreboard();
  board.add('label', 'rack=b', NOW, { promotedBytes: 1 });
  board.add('label', 'rack=a', NOW, { promotedBytes: 2, EBUSY: 3 });
  board.add('label', 'zone=a', NOW, { promotedBytes: 4 });
  board.add('class', 'rack=a', NOW, { promotedBytes: 8 });
  const rows = board
    .rows('label', 'rack', 300, NOW)
    .map(({ name, scores }) => [name, scores.promotedBytes, scores.EBUSY]);
  assert.deepEqual(rows, [
    ['a', 2, 3],
    ['b', 1, 0],
  ]);
});

test('names beyond what is kept share one row; hosts are never too many', () => {
  const board = new Scoreboard();
  for (let i = 0; i < 70; i++) {
    board.add('revision', `p@${i}`, NOW, { demotedBytes: 1 });
    board.add('host', `h${i}`, NOW, { demotedBytes: 1 });
  }
  const revisions = board.rows('revision', '', 300, NOW);
  assert.equal(revisions.length, 65);
  assert.equal(revisions.find(({ name }) => name === OTHERS)?.scores.demotedBytes, 6);
  assert.equal(board.rows('host', '', 300, NOW).length, 70);
  board.forget((hostId) => hostId !== 'h3');
  assert.deepEqual(
    board.rows('host', '', 300, NOW).map(({ name }) => name),
    ['h3'],
  );
});

test('boards of several shards are added up by name', () => {
  const [one, two] = [new Scoreboard(), new Scoreboard()];
  one.add('class', 'web', NOW - 20_000, { judgedBytes: 1 });
  two.add('class', 'web', NOW - 10_000, { judgedBytes: 2 });
  two.add('class', 'batch', NOW, { judgedBytes: 4 });
  const rows = mergedRows([one, two].map((board) => board.rows('class', '', 300, NOW)));
  assert.deepEqual(
    rows.map(({ name, scores, seconds }) => [name, scores.judgedBytes, seconds]),
    [
      ['batch', 4, 0],
      ['web', 3, 20],
    ],
  );
});
