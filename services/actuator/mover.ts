import { setTimeout as sleep } from 'node:timers/promises';
import { openKernel } from '../kernel/real.js';
import { systemClock } from './clock.js';
import { Madvise } from './madvise.js';
import { MovePages } from './movePages.js';
import type { MoverCalls, MoverPaths } from './moverMessages.js';
import { serveMover } from './moverServer.js';
import { OwnMapping } from './ownMapping.js';

// A mover's child process: the only ones that call into the kernel by FFI, so that neither a slow call nor a crash in one
// touches the actuator. Its arguments are the mover's name and a MoverPaths in JSON.
const [name = '', json = '{}'] = process.argv.slice(2);
const paths: MoverPaths = JSON.parse(json);
const kernel = openKernel({ procRoot: paths.procfs, sysRoot: paths.sysfs });
const pause = (ms: number): Promise<void> => sleep(ms).then(() => undefined);

const CALLS: Readonly<Record<string, () => MoverCalls>> = {
  'move-pages': () => new MovePages(kernel, systemClock, pause),
  madvise: () => new Madvise(kernel, systemClock, pause, process.pid),
  'own-mapping': () => new OwnMapping(kernel, systemClock, pause, process.pid),
};
const calls = CALLS[name];
if (!calls) throw new Error(`there is no mover ${name}`);
serveMover(calls());
