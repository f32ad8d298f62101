import type { MoverCalls, MoverReply, MoverRequest } from './moverMessages.js';

/**
 * Answers the actuator's requests over the IPC channel, one after the other. Ends with its parent: when the channel closes,
 * whatever closed it. A stop signal meant for the whole group is left to the parent, which lets the batch under way end.
 */
export function serveMover(calls: MoverCalls): void {
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  process.on('disconnect', () => process.exit(0));
  let last = Promise.resolve();
  process.on('message', (request: MoverRequest) => {
    last = last.then(async () => {
      const reply = await answer(calls, request);
      // The parent may have gone meanwhile; then there is nobody to tell, and the disconnect ends us.
      if (process.connected) process.send?.(reply);
    });
  });
}

async function answer(calls: MoverCalls, request: MoverRequest): Promise<MoverReply> {
  const { id } = request;
  try {
    if (request.kind === 'probe') return { id, kind: 'probe', probe: calls.probe() };
    if (request.kind === 'survey') return { id, kind: 'survey', survey: calls.survey(request.survey) };
    return { id, kind: 'move', report: await calls.move(request.batch) };
  } catch (error) {
    return { id, kind: 'error', text: error instanceof Error ? error.message : String(error) };
  }
}
