/**
 * Runs inside the lab guest, as root: switches a system on, starts the workload, leads it through its phases, and prints what
 * it sees, a JSON object a line. node labGuest.js TASK
 */
import { readFileSync } from 'node:fs';
import { conductCeiling } from './labGuestCeiling.js';
import { conductPlace } from './labGuestPlace.js';
import { startSystem } from './labSystems.js';
import type { GuestLine, GuestTask } from './labTask.js';

const task = JSON.parse(process.argv[2] ?? '') as GuestTask;

function say(line: GuestLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

let failed: (message: string) => void = () => undefined;
const failure = new Promise<never>((_, reject) => {
  failed = (message) => reject(new Error(message));
});
failure.catch(() => undefined); // Heard by the race below.

try {
  await Promise.race([failure, conduct()]);
} catch (error) {
  say({ event: 'failed', message: (error as Error).message });
  process.exitCode = 1;
}
// Children that a failure left behind would keep the process, and with it the guest.
process.exit();

async function conduct(): Promise<void> {
  const { scene } = task;
  const mover = await startSystem(task, failed);
  say({ event: 'ready', uptimeSeconds: Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) });
  if (scene.kind === 'place') await conductPlace(task, scene, mover, say, failed);
  else await conductCeiling(task, scene, say, failed);
  await mover.stop();
  say({ event: 'end' });
}
