import {
  logVerbosity,
  Server,
  type ServiceDefinition,
  setLogVerbosity,
  type UntypedHandleCall,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import { loadDefinition } from '../contract/schema.js';
import type { GrpcSection } from '../runtime/configTypes.js';
import { listenError, requireGuarded } from '../runtime/listen.js';
import type { Logger } from '../runtime/logger.js';
import type { Metrics } from '../runtime/metrics.js';
import { type CallLog, callLog } from './callLog.js';
import { streaming, unary } from './calls.js';
import { serverCredentials } from './credentials.js';
import { addReflection } from './reflection.js';
import { fullName, type ServedService, type StreamMethod, type UnaryMethod } from './services.js';

export type { Caller } from './caller.js';
export type { ServedService } from './services.js';

export interface RunningServer {
  /** host:port as bound. */
  readonly address: string;
  /** Ends streams at once, lets other calls end for STOP_GRACE_MS, then ends them too. */
  close(): Promise<void>;
}

const STOP_GRACE_MS = 2000;

// What grpc-js would print by itself (a port in use, a refused certificate) reaches people as our errors and metrics.
if (!process.env['GRPC_VERBOSITY']) setLogVerbosity(logVerbosity.NONE);

/**
 * Starts a gRPC server with health (each service by its full name, and '' for all) and reflection. Throws NOT_LOOPBACK,
 * PORT_IN_USE, LISTEN_FAILED, TLS_INVALID.
 */
export async function serveGrpc(
  section: GrpcSection,
  services: readonly ServedService[],
  logger: Logger,
  metrics: Metrics,
): Promise<RunningServer> {
  requireGuarded('grpc', section, true);
  const credentials = serverCredentials(section.tls);
  const server = new Server();
  const stopping = new AbortController();
  const log = callLog(logger, metrics);
  for (const service of services) add(server, service, log, stopping.signal);
  const names = services.map(({ name }) => fullName(name));
  const health = new HealthImplementation(Object.fromEntries(['', ...names].map((name) => [name, 'SERVING' as const])));
  health.addToServer(server);
  const files = services.map(({ file }) => file);
  addReflection(server, files, names);

  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(section.listen, credentials, (error, bound) =>
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

function add(server: Server, { file, name, methods }: ServedService, log: CallLog, stopping: AbortSignal): void {
  const definition = loadDefinition(file)[fullName(name)] as ServiceDefinition;
  const ours = methods as Readonly<Record<string, UnaryMethod | StreamMethod | undefined>>;
  const implementation: UntypedServiceImplementation = {};
  for (const [methodName, { responseStream }] of Object.entries(definition)) {
    const method = ours[lowerCamel(methodName)];
    if (!method) continue;
    const path = `${name}/${methodName}`;
    implementation[methodName] = (
      responseStream ? streaming(method as StreamMethod, path, log, stopping) : unary(method as UnaryMethod, path, log)
    ) as UntypedHandleCall;
  }
  server.addService(definition, implementation);
}

function lowerCamel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
