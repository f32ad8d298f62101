/**
 * The mover of processes without the guard's look at where pages are, as a child of the bench alone: what is left is what batches and
 * calls cost. Arguments as those of services/actuator/mover.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../../services/actuator/clock.js';
import { MovePages } from '../../../services/actuator/movePages.js';
import { serveMover } from '../../../services/actuator/moverServer.js';
import { openKernel } from '../../../services/kernel/real.js';

class Unguarded extends MovePages {
  protected override whereNow(): undefined {
    return undefined;
  }
}

serveMover(new Unguarded(openKernel(), systemClock, (ms) => sleep(ms).then(() => undefined)));
