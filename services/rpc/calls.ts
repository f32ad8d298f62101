import type { handleServerStreamingCall, handleUnaryCall, ServerWritableStream, status } from '@grpc/grpc-js';
import { callerOf } from './caller.js';
import type { CallEnd, CallLog } from './callLog.js';
import type { StreamMethod, UnaryMethod } from './services.js';
import { statusOf } from './status.js';

/** A plain function as gRPC calls it: what it throws becomes a status. */
export function unary(method: UnaryMethod, path: string, log: CallLog): handleUnaryCall<never, object> {
  return (call, callback) => {
    const caller = callerOf(call);
    const started = performance.now();
    const done = (end: CallEnd): void => log(path, caller, started, call.cancelled ? { kind: 'cancelled' } : end);
    // Inside an async function, so that a method that throws before its first await is no different.
    void (async () => method(call.request, caller))().then(
      (response) => {
        done({ kind: 'ok' });
        callback(null, response);
      },
      (error: unknown) => {
        done({ kind: 'failed', error });
        callback(statusOf(error));
      },
    );
  };
}

/** A generator as gRPC calls it. It ends with the call, and a stopping server ends the call. */
export function streaming(
  method: StreamMethod,
  path: string,
  log: CallLog,
  stopping: AbortSignal,
): handleServerStreamingCall<never, object> {
  return (call) => {
    const caller = callerOf(call);
    const started = performance.now();
    const over = new AbortController();
    const abort = (): void => over.abort();
    call.on('cancelled', abort);
    call.on('close', abort);
    stopping.addEventListener('abort', abort);
    if (stopping.aborted) abort();
    const finish = (end: CallEnd): void => {
      stopping.removeEventListener('abort', abort);
      log(path, caller, started, call.cancelled ? { kind: 'cancelled' } : end);
      if (end.kind === 'failed') refuse(call, statusOf(end.error));
      else call.end();
      abort();
    };
    void pump(method(call.request, over.signal, caller), call, over.signal).then(
      () => finish({ kind: 'ok' }),
      (error: unknown) => finish({ kind: 'failed', error }),
    );
  };
}

/** Ends a stream with a status; what was written before still arrives. A destroyed call would leave its client waiting. */
function refuse(call: ServerWritableStream<never, object>, answer: { code: status; details: string }): void {
  call.emit('error', Object.assign(new Error(answer.details), answer));
}

/** Writes what is generated, no faster than the client takes it, and lets go of the generator when the call is over. */
async function pump(
  messages: AsyncGenerator<object>,
  call: ServerWritableStream<never, object>,
  over: AbortSignal,
): Promise<void> {
  for (;;) {
    const next = await unless(over, messages.next());
    if (next === undefined) {
      // Takes effect once the generator comes back from what it awaits; the call does not wait for that.
      void messages.return(undefined).catch(() => undefined);
      return;
    }
    if (next.done) return;
    if (!call.write(next.value)) await unless(over, new Promise((resolve) => call.once('drain', resolve)));
  }
}

/** What a promise gives, or undefined if the signal aborts first. Leaves no listener behind: a stream may last for weeks. */
function unless<T>(signal: AbortSignal, promise: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const abort = (): void => resolve(undefined);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
