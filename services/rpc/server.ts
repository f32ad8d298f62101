import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  Server,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceDefinition,
  type UntypedHandleCall,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation } from 'grpc-health-check';
import { loadDefinition } from '../contract/schema.js';
import type { GrpcSection } from '../runtime/configTypes.js';
import { listenError, requireGuarded } from '../runtime/listen.js';
import type { Logger } from '../runtime/logger.js';
import type { Metrics } from '../runtime/metrics.js';
import { serverCredentials } from './credentials.js';
import { statusOf } from './status.js';

/** Who calls: what the transport proves, else `unauthenticated` and the address. */
export interface Caller {
  /** Common name of the client's certificate. */
  readonly identity: string;
  readonly address: string;
}

/** A call that answers once. */
export type UnaryMethod = (request: never, caller: Caller) => Promise<object>;
/** A call that answers until the signal aborts, which it does when the client leaves or the server stops. */
export type StreamMethod = (request: never, signal: AbortSignal, caller: Caller) => AsyncGenerator<object>;

export interface ServedService {
  /** File of proto/thermocline/v1 without `.proto`. */
  readonly file: string;
  /** e.g. `PlanService`. */
  readonly name: string;
  /** By method name in lower camel case. Methods of the .proto that are not here answer UNIMPLEMENTED. */
  readonly methods: Readonly<Record<string, UnaryMethod | StreamMethod>>;
}

export interface RunningServer {
  /** host:port as bound. */
  readonly address: string;
  /** Lets calls end for `graceMs`, then ends them. */
  close(): Promise<void>;
}

const STOP_GRACE_MS = 2000;
const DURATION_BUCKETS_SECONDS = [0.001, 0.01, 0.1, 1, 10];

/** Starts a gRPC server with health and reflection (v1 and v1alpha). Throws NOT_LOOPBACK, PORT_IN_USE, TLS_INVALID. */
export async function serveGrpc(
  section: GrpcSection,
  services: readonly ServedService[],
  logger: Logger,
  metrics: Metrics,
): Promise<RunningServer> {
  requireGuarded('grpc', section);
  const server = new Server();
  const stopping = new AbortController();
  const observe = observer(logger, metrics);
  for (const { file, name, methods } of services) {
    const definition = loadDefinition(file)[`thermocline.v1.${name}`] as ServiceDefinition;
    const implementation: UntypedServiceImplementation = {};
    for (const [methodName, method] of Object.entries(definition)) {
      const ours = methods[lowerCamel(methodName)];
      if (!ours) continue;
      const path = `${name}/${methodName}`;
      implementation[methodName] = (
        method.responseStream
          ? streaming(ours as StreamMethod, path, observe, stopping.signal)
          : unary(ours as UnaryMethod, path, observe)
      ) as UntypedHandleCall;
    }
    server.addService(definition, implementation);
  }
  const names = services.map(({ name }) => `thermocline.v1.${name}`);
  const health = new HealthImplementation(Object.fromEntries(['', ...names].map((name) => [name, 'SERVING' as const])));
  health.addToServer(server);
  const reflected = Object.assign({}, ...services.map(({ file }) => loadDefinition(file)));
  new ReflectionService(reflected, { services: names }).addToServer(server);

  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(section.listen, serverCredentials(section.tls), (error, bound) =>
      error ? reject(listenError('grpc', section.listen, error)) : resolve(bound),
    );
  });
  return {
    address: section.listen.replace(/:\d+$/, `:${port}`),
    close: async () => {
      for (const name of ['', ...names]) health.setStatus(name, 'NOT_SERVING');
      stopping.abort();
      const timer = setTimeout(() => server.forceShutdown(), STOP_GRACE_MS);
      await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
      clearTimeout(timer);
    },
  };
}

/** Told of each call's end. */
type Observe = (path: string, caller: Caller, startedMs: number, error?: unknown) => void;

function observer(logger: Logger, metrics: Metrics): Observe {
  const calls = metrics.counter('rpc_calls_total', 'gRPC calls by method and status', ['method', 'status'] as const);
  const seconds = metrics.histogram('rpc_duration_seconds', 'Duration of gRPC calls', DURATION_BUCKETS_SECONDS, [
    'method',
  ] as const);
  return (method, caller, startedMs, error) => {
    const took = (performance.now() - startedMs) / 1000;
    calls.inc({ method, status: error === undefined ? 'OK' : String(statusOf(error).code) });
    seconds.observe({ method }, took);
    const fields = { method, caller: caller.identity, seconds: took };
    logger.debug(error === undefined ? fields : { ...fields, error: statusOf(error).details }, 'rpc');
  };
}

function unary(method: UnaryMethod, path: string, observe: Observe): handleUnaryCall<never, object> {
  return (call, callback) => {
    const caller = callerOf(call);
    const started = performance.now();
    method(call.request, caller).then(
      (response) => {
        observe(path, caller, started);
        callback(null, response);
      },
      (error: unknown) => {
        observe(path, caller, started, error);
        callback(statusOf(error));
      },
    );
  };
}

function streaming(
  method: StreamMethod,
  path: string,
  observe: Observe,
  stopping: AbortSignal,
): handleServerStreamingCall<never, object> {
  return (call) => {
    const caller = callerOf(call);
    const started = performance.now();
    const left = new AbortController();
    const abort = (): void => left.abort();
    call.on('cancelled', abort);
    call.on('close', abort);
    stopping.addEventListener('abort', abort);
    void pump(method(call.request, left.signal, caller), call, left.signal)
      .then(
        () => {
          observe(path, caller, started);
          call.end();
        },
        (error: unknown) => {
          observe(path, caller, started, error);
          // grpc-js sends the status when it hears the event; a destroyed call would leave the client waiting for ever.
          call.emit('error', Object.assign(new Error(statusOf(error).details), statusOf(error)));
        },
      )
      .finally(() => stopping.removeEventListener('abort', abort));
  };
}

/** Writes what is generated, no faster than the client takes it. */
async function pump(
  messages: AsyncGenerator<object>,
  call: ServerWritableStream<never, object>,
  signal: AbortSignal,
): Promise<void> {
  for await (const message of messages) {
    if (signal.aborted) return;
    if (call.write(message)) continue;
    await new Promise<void>((resolve) => {
      call.once('drain', resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}

function callerOf(call: ServerUnaryCall<never, object> | ServerWritableStream<never, object>): Caller {
  const address = call.getPeer();
  const name = call.getAuthContext().sslPeerCertificate?.subject.CN;
  return { identity: (Array.isArray(name) ? name[0] : name) ?? 'unauthenticated', address };
}

function lowerCamel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
