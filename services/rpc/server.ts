import {
  logVerbosity,
  Server,
  type ServiceDefinition,
  setLogVerbosity,
  type UntypedHandleCall,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { GrpcSection } from '../runtime/configTypes.js';
import { listenError, requireGuarded } from '../runtime/listen.js';
import type { Logger } from '../runtime/logger.js';
import type { Metrics } from '../runtime/metrics.js';
import { type CallLog, callLog } from './callLog.js';
import { streaming, unary } from './calls.js';
import { serverCredentials } from './credentials.js';
import { Health } from './health.js';
import { addReflection } from './reflection.js';
import { fullName, methodDefinition, type ServedService, type StreamMethod, type UnaryMethod } from './services.js';

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
  const health = new Health(names);
  health.addTo(server);
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
      health.stop();
      stopping.abort();
      const timer = setTimeout(() => server.forceShutdown(), STOP_GRACE_MS);
      await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
      clearTimeout(timer);
    },
  };
}

function add(server: Server, { name, methods }: ServedService, log: CallLog, stopping: AbortSignal): void {
  const ours = Object.entries(methods) as [string, UnaryMethod | StreamMethod][];
  const definition: Record<string, ServiceDefinition[string]> = {};
  const implementation: UntypedServiceImplementation = {};
  for (const [key, method] of ours) {
    const methodName = upperCamel(key);
    const path = `${name}/${methodName}`;
    const defined = methodDefinition(name, methodName);
    definition[methodName] = defined;
    implementation[methodName] = (
      defined.responseStream
        ? streaming(method as StreamMethod, path, log, stopping)
        : unary(method as UnaryMethod, path, log)
    ) as UntypedHandleCall;
  }
  // gRPC takes no service without methods; and what it does not know it answers by UNIMPLEMENTED.
  if (ours.length > 0) server.addService(definition, implementation);
}

function upperCamel(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
