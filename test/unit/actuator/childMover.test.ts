import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChildMover } from '../../../services/actuator/childMover.js';
import type { MoveBatch, SurveyRequest } from '../../../services/actuator/moverPort.js';
import { newStateDir, SILENT, until } from './kit/bench.js';

const SURVEY = {} as SurveyRequest;
const BATCH = {} as MoveBatch;

/** A mover whose child does `answers` with each request; `nth`: which child it is, `asked`: which request of that child. */
function childMover(answers: string) {
  const directory = newStateDir();
  const program = join(directory, 'child.mjs');
  writeFileSync(
    program,
    `import { readFileSync, writeFileSync } from 'node:fs';
    const { procfs: file } = JSON.parse(process.argv[3]);
    const nth = Number(readFileSync(file, 'utf8')) + 1;
    writeFileSync(file, String(nth));
    const reply = ({ id, kind }) => process.send({ id, kind, survey: { nth }, report: { nth } });
    const hangUp = () => setImmediate(() => {
      setInterval(() => {}, 1000);
      process.disconnect();
      writeFileSync(file + '.hung-up', '');
    });
    let asked = 0;
    process.on('message', (request) => { asked++; ${answers} });`,
  );
  const file = join(directory, 'children');
  writeFileSync(file, '0');
  const children: number[] = [];
  const mover = new ChildMover({
    name: 'move-pages',
    serves: ['process'],
    paths: { procfs: file, sysfs: '' },
    logger: SILENT,
    onChild: (pid) => children.push(pid),
    program,
  });
  return { mover, children, hungUp: () => existsSync(`${file}.hung-up`) };
}

test('a child that ends with two requests unanswered has ended once: it is started again as often as ever', async () => {
  // Four children end; told twice each, they would be more than are started again.
  const { mover, children } = childMover('if (nth > 4) reply(request); else if (asked === 2) process.exit(1);');
  const answers = await Promise.all([mover.survey(SURVEY), mover.move(BATCH)]);
  assert.deepEqual(answers, [{ nth: 5 }, { nth: 5 }]);
  assert.equal(children.length, 5);
  await mover.close();
});

test('a child that cannot be written to is ended, and what it was asked before is asked again as well', async () => {
  const { mover, children, hungUp } = childMover('if (nth > 1) reply(request); else hangUp();');
  const survey = mover.survey(SURVEY);
  await until(hungUp, 'the child to hang up');
  assert.deepEqual(await Promise.all([survey, mover.move(BATCH)]), [{ nth: 2 }, { nth: 2 }]);
  assert.equal(children.length, 2);
  await mover.close();
});

test('a mover that was closed while it waited to start its child again starts none', async () => {
  const { mover, children } = childMover('process.exit(1);');
  const lost = assert.rejects(mover.move(BATCH));
  await until(() => children.length === 2, 'a second child');
  await mover.close();
  await lost;
  const before = children.length;
  await assert.rejects(mover.survey(SURVEY), { code: 'CHILD_FAILED' });
  await sleep(0);
  assert.equal(children.length, before);
});
