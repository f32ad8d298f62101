import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openKernel } from '../../../services/kernel/real.js';
import { hold, movesOf, startActuator } from './guestAgent.js';
import { HandMade } from './handMade.js';
import { FAST_NODE, type GuestLine, type GuestTask, type RateScene, SLOW_NODE } from './task.js';

const MOVES = '/tmp/moves.jsonl';
/** Plans that wait at once: work must never run out. */
const AHEAD = 4;

/** Plans to and fro, several always waiting, for so long; then what completed when, from the actuator's own log of moves. */
export async function conductRate(
  task: GuestTask,
  scene: RateScene,
  say: (line: GuestLine) => void,
  onFailure: (message: string) => void,
): Promise<void> {
  const kernel = openKernel({ procRoot: '/proc', sysRoot: '/sys' });
  const held = await hold(task, scene.mib, onFailure);
  const limit = `${scene.bytesPerSecond / 1e6}MB`;
  const settings = { limitBytesPerSecond: limit, headroomShare: 0, residence: '0s', moveLog: MOVES };
  const actuator = await startActuator(task, settings, onFailure);
  const plans = await HandMade.open(task.natsUrl, task.stackDir, 'lab-guest');
  let turn = 0;
  let over = false;
  const send = async (): Promise<void> => {
    while (!over) await plans.carryOut([movesOf(kernel, held, turn++ % 2 === 0 ? SLOW_NODE : FAST_NODE)]);
  };
  for (let i = 0; i < AHEAD; i++) send().catch((error: unknown) => over || onFailure(String(error)));
  while (!existsSync(MOVES) || readFileSync(MOVES, 'utf8') === '') await sleep(100);
  await sleep(scene.seconds * 1000 + 500);
  over = true;
  await actuator.stop('SIGKILL');
  for (const line of readFileSync(MOVES, 'utf8').split('\n')) {
    if (!line.endsWith('}')) continue;
    const { completedMonotonicMs, bytes } = JSON.parse(line) as { completedMonotonicMs: number; bytes: number };
    say({ event: 'moved', completedMs: completedMonotonicMs, bytes });
  }
}
