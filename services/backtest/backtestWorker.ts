/** The program of a worker thread: the replays of some hosts. Messages come in chunks; each is acknowledged when it is dealt with. */
import { parentPort, workerData } from 'node:worker_threads';
import { describe, ThermoclineError } from '../runtime/errors.js';
import { type FromReplay, type ReplayStart, replayOptionsOf, type ToReplay } from './crewMessages.js';
import { Replay } from './replay.js';

const port = parentPort;
if (!port) throw new ThermoclineError('INTERNAL', 'backtestWorker is no program of its own; a backtest starts it');
const { trial } = workerData as ReplayStart;
const replay = new Replay(replayOptionsOf(trial));
const post = (message: FromReplay): void => port.postMessage(message);

port.on('message', (message: ToReplay) => {
  try {
    if (message.type === 'chunk') {
      for (const bytes of message.batches) replay.take(bytes);
      post({ type: 'done', batches: message.batches.length });
    } else {
      post({ type: 'result', result: replay.result });
      port.close();
    }
  } catch (error) {
    post({ type: 'failed', says: describe(error) });
    port.close();
  }
});
