import { setTimeout as sleep } from 'node:timers/promises';
import type { Kernel } from '../kernel/port.js';
import { systemClock } from './clock.js';
import { MovePages } from './movePages.js';
import type { MoverReply, MoverRequest } from './moverMessages.js';
import { probeMovePages } from './probe.js';

/**
 * Answers the actuator's requests over the IPC channel, one after the other. Ends with its parent: when the channel closes,
 * whatever closed it. A stop signal meant for the whole group is left to the parent, which lets the batch under way end.
 */
export function serveMover(kernel: Kernel): void {
  const calls = new MovePages(kernel, systemClock, (ms) => sleep(ms).then(() => undefined));
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  process.on('disconnect', () => process.exit(0));
  let last = Promise.resolve();
  process.on('message', (request: MoverRequest) => {
    last = last.then(async () => {
      const reply = await answer(kernel, calls, request);
      // The parent may have gone meanwhile; then there is nobody to tell, and the disconnect ends us.
      if (process.connected) process.send?.(reply);
    });
  });
}

async function answer(kernel: Kernel, calls: MovePages, request: MoverRequest): Promise<MoverReply> {
  const { id } = request;
  try {
    if (request.kind === 'probe') return { id, kind: 'probe', probe: probeMovePages(kernel, process.pid) };
    if (request.kind === 'survey') return { id, kind: 'survey', survey: calls.survey(request.survey) };
    return { id, kind: 'move', report: await calls.move(request.batch) };
  } catch (error) {
    return { id, kind: 'error', text: error instanceof Error ? error.message : String(error) };
  }
}
