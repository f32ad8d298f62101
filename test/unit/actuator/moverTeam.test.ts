import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { MoverLost } from '../../../services/actuator/moverLost.js';
import type { BatchReport, MoveBatch, Mover, MoverProbe } from '../../../services/actuator/moverPort.js';
import { MoverTeam } from '../../../services/actuator/moverTeam.js';
import { SILENT } from './kit/bench.js';
import { oneRun } from './kit/runs.js';

const IDLE = { cpuPressure: () => ({ someAvg10: 0.25, fullAvg10: 0 }) };
const BATCH = { runs: oneRun(0, 1) } as unknown as MoveBatch;

type Member = ReturnType<typeof member>;

/** A mover that answers when it is let, and counts what it was asked. */
function member(probe: () => Promise<MoverProbe> = () => Promise.resolve({ works: true, code: undefined, text: '' })) {
  const asked = { probes: 0, moves: 0, closed: 0 };
  const batches: MoveBatch[] = [];
  const open: ((error?: Error) => void)[] = [];
  const mover: Mover = {
    name: 'move-pages',
    serves: ['process'],
    width: 1,
    probe: () => {
      asked.probes++;
      return probe();
    },
    survey: () => Promise.reject(new Error('nobody surveys here')),
    move: async (batch) => {
      asked.moves++;
      batches.push(batch);
      await new Promise<void>((resolve, reject) => open.push((error) => (error ? reject(error) : resolve())));
      return {} as BatchReport;
    },
    close: () => {
      asked.closed++;
      return Promise.resolve();
    },
  };
  const answer = (error?: Error) => {
    for (const each of open.splice(0)) each(error);
  };
  return { mover, asked, batches, answer };
}

async function widened(...members: readonly [Member, ...Member[]]): Promise<MoverTeam> {
  const [first, ...others] = members.map(({ mover }) => mover) as [Mover, ...Mover[]];
  const team = new MoverTeam([first, ...others], IDLE, SILENT);
  for (let i = 0; i < 4 * others.length; i++) {
    team.wantsWider(true);
    await sleep(0);
  }
  assert.equal(team.width, members.length);
  return team;
}

test('one mover serves until another batch could have begun three times in a row; then batches go to whoever has least to do', async () => {
  const [one, two] = [member(), member()];
  const team = new MoverTeam([one.mover, two.mover], IDLE, SILENT);
  await team.probe();
  for (const wanted of [true, true, false, true, true]) team.wantsWider(wanted);
  await sleep(0);
  assert.equal(team.width, 1);
  assert.equal(two.asked.probes, 0, 'it is not even started');
  team.wantsWider(true);
  await sleep(0);
  assert.equal(team.width, 2);
  const moves = [team.move(BATCH), team.move(BATCH)];
  assert.deepEqual([one.asked.moves, two.asked.moves], [1, 1]);
  two.answer();
  await moves[1];
  const third = team.move(BATCH);
  assert.deepEqual([one.asked.moves, two.asked.moves], [1, 2]);
  one.answer();
  two.answer();
  await Promise.all([...moves, third]);
  await team.close();
  assert.deepEqual([one.asked.closed, two.asked.closed], [1, 1]);
});

test('a further mover that does not work, or is lost, is left out and closed, and not tried again', async () => {
  for (const probe of [
    () => Promise.resolve({ works: false, code: 'EPERM', text: 'no' }),
    () => Promise.reject(new Error('it ended')),
  ]) {
    const [one, two] = [member(), member(probe)];
    const team = new MoverTeam([one.mover, two.mover], IDLE, SILENT);
    for (let i = 0; i < 12; i++) {
      team.wantsWider(true);
      await sleep(0);
    }
    assert.equal(team.width, 1);
    assert.deepEqual([two.asked.probes, two.asked.closed], [1, 1]);
    assert.match(team.loss ?? '', /^1 of the processes of move-pages went for good.*: (no|it ended)$/);
    await team.close();
  }
});

test('none is started while tasks wait for a CPU, but where the kernel does not tell', async () => {
  const [one, two] = [member(), member()];
  let pressure: number | undefined = 0.26;
  const host = { cpuPressure: () => (pressure === undefined ? undefined : { someAvg10: pressure, fullAvg10: 0 }) };
  const team = new MoverTeam([one.mover, two.mover], host, SILENT);
  for (let i = 0; i < 12; i++) team.wantsWider(true);
  await sleep(0);
  assert.deepEqual([team.width, two.asked.probes], [1, 0]);
  pressure = undefined;
  team.wantsWider(true);
  await sleep(0);
  assert.equal(team.width, 2);
  await team.close();
});

test('one that is lost is left out and closed, and what it was asked is asked of another, a batch as a resumed one', async () => {
  const [one, two] = [member(), member()];
  const team = await widened(one, two);
  const moves = [team.move(BATCH), team.move(BATCH), team.move(BATCH), team.move(BATCH)];
  two.answer(new MoverLost('it crashed too often'));
  await sleep(0);
  assert.equal(team.width, 1);
  assert.equal(two.asked.closed, 1);
  assert.match(team.loss ?? '', /^1 of the processes .*: it crashed too often$/);
  assert.deepEqual(
    one.batches.map(({ resumed }) => resumed ?? false),
    [false, false, true, true],
  );
  one.answer();
  await Promise.all(moves);
  assert.equal(two.asked.moves, 2, 'it is asked nothing more');
  await team.close();
});

test('one that answers with an error is not lost: what it was asked fails, and it stays', async () => {
  const [one, two] = [member(), member()];
  const team = await widened(one, two);
  const moves = [team.move(BATCH), assert.rejects(team.move(BATCH), { message: 'EINVAL' })];
  two.answer(new Error('EINVAL'));
  one.answer();
  await Promise.all(moves);
  assert.deepEqual([team.width, two.asked.closed, one.asked.moves], [2, 0, 1]);
  await team.close();
});

test('the last one that is lost is kept, and says so each time', async () => {
  const [one, two] = [member(), member()];
  const team = await widened(one, two);
  const moves = [team.move(BATCH), team.move(BATCH)].map((move) => assert.rejects(move, { message: 'it crashed' }));
  one.answer(new MoverLost('it crashed'));
  await sleep(0);
  two.answer(new MoverLost('it crashed'));
  await Promise.all(moves);
  assert.deepEqual([team.width, one.asked.closed, two.asked.closed], [1, 1, 0]);
  const again = team.move(BATCH);
  two.answer();
  await again;
  await team.close();
});

test('closing closes one that is just being started as well, and hands on nothing', async () => {
  let works = (): void => undefined;
  const third = () =>
    new Promise<MoverProbe>((resolve) => (works = () => resolve({ works: true, code: '', text: '' })));
  const [one, two, three] = [member(), member(), member(third)];
  const team = new MoverTeam([one.mover, two.mover, three.mover], IDLE, SILENT);
  for (let i = 0; i < 6; i++) {
    team.wantsWider(true);
    await sleep(0);
  }
  assert.deepEqual([team.width, three.asked.probes], [2, 1]);
  const move = assert.rejects(team.move(BATCH), { message: 'it is closed' });
  await team.close();
  assert.deepEqual([one.asked.closed, two.asked.closed, three.asked.closed], [1, 1, 1]);
  one.answer(new Error('it is closed'));
  await move;
  works();
  await sleep(0);
  assert.equal(team.width, 2);
  assert.equal(two.asked.moves, 0);
});
