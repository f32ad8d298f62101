/** Runs inside the lab guest, as root: measures one scene, and prints what it saw. node guest.js TASK */
import { conductCpu } from './guestCpu.js';
import { conductCrash } from './guestCrash.js';
import { conductMigrate } from './guestMigrate.js';
import { conductRate } from './guestRate.js';
import type { GuestLine, GuestTask } from './task.js';

const task = JSON.parse(process.argv[2] ?? '') as GuestTask;

function say(line: GuestLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function conduct(scene: GuestTask['scene']): Promise<void> {
  if (scene.kind === 'migrate') return conductMigrate(task, scene, say, failed);
  if (scene.kind === 'cpu') return conductCpu(task, scene, say, failed);
  if (scene.kind === 'rate') return conductRate(task, scene, say, failed);
  return conductCrash(task, scene, say, failed);
}

let failed: (message: string) => void = () => undefined;
const failure = new Promise<never>((_, reject) => {
  failed = (message) => reject(new Error(message));
});
failure.catch(() => undefined); // Heard by the race below.

try {
  const { scene } = task;
  await Promise.race([failure, conduct(scene)]);
  say({ event: 'end' });
} catch (error) {
  say({ event: 'failed', message: (error as Error).stack ?? String(error) });
  process.exitCode = 1;
}
// Children that a failure left behind would keep the process, and with it the guest.
process.exit();
