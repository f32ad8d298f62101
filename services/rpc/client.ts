import { Client, type ClientReadableStream } from '@grpc/grpc-js';
import { channelCredentials, type TlsFiles } from './credentials.js';
import {
  methodDefinition,
  type RequestOf,
  type ResponseOf,
  type ServiceName,
  type StreamNames,
  type UnaryNames,
} from './services.js';
import { type CallFailure, errorOf } from './status.js';

/** One service at one address. Errors are ThermoclineErrors: RPC_UNAVAILABLE, RPC_NOT_FOUND, RPC_INVALID, RPC_FAILED … */
export interface ServiceClient<S extends ServiceName> {
  call<M extends UnaryNames<S>>(method: M, request: RequestOf<S, M>): Promise<ResponseOf<S, M>>;
  /** Until the server ends the stream or the signal aborts; leaving the loop cancels the call. */
  stream<M extends StreamNames<S>>(
    method: M,
    request: RequestOf<S, M>,
    signal?: AbortSignal,
  ): AsyncIterable<ResponseOf<S, M>>;
  close(): void;
}

export interface ClientOptions {
  readonly tls?: TlsFiles | undefined;
  /** For calls that answer once; streams have none. */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 10_000;

const CHANNEL_OPTIONS = {
  // A plan of many small moves, with its outcome, is larger than the 4 MiB that gRPC allows by itself.
  'grpc.max_receive_message_length': 64 * 2 ** 20,
  // A watch that hears nothing for long must not be mistaken for one whose server is gone.
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
};

/** A client of a service. Connects with the first call. Throws TLS_INVALID. */
export function connectService<S extends ServiceName>(
  name: S,
  address: string,
  options: ClientOptions = {},
): ServiceClient<S> {
  const client = new Client(address, channelCredentials(options.tls), CHANNEL_OPTIONS);
  const deadlineMs = options.deadlineMs ?? DEADLINE_MS;

  return {
    call: (method, request) =>
      new Promise((resolve, reject) => {
        const { path, requestSerialize, responseDeserialize } = methodDefinition(name, method);
        const deadline = { deadline: Date.now() + deadlineMs };
        client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, deadline, (error, response) => {
          if (error) reject(errorOf(error, address));
          else resolve(response as never);
        });
      }),
    stream: (method, request, signal) => {
      const { path, requestSerialize, responseDeserialize } = methodDefinition(name, method);
      const open = () => client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request);
      return iterate(open, address, signal) as AsyncIterable<never>;
    },
    close: () => client.close(),
  };
}

/** Opens the call when the first message is asked for. */
async function* iterate<T>(
  open: () => ClientReadableStream<T>,
  address: string,
  signal?: AbortSignal,
): AsyncGenerator<T> {
  if (signal?.aborted) return;
  const call = open();
  const cancel = (): void => call.cancel();
  signal?.addEventListener('abort', cancel);
  try {
    for await (const message of call) yield message as T;
  } catch (error) {
    if (!signal?.aborted) throw errorOf(error as CallFailure, address);
  } finally {
    signal?.removeEventListener('abort', cancel);
    // After the end a cancelled call still reports CANCELLED, to nobody.
    call.on('error', () => undefined);
    call.cancel();
  }
}
