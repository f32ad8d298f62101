import { type Client, type ClientReadableStream, makeClientConstructor, type ServiceDefinition } from '@grpc/grpc-js';
import type { ActuatorServiceDefinition } from '../contract/gen/thermocline/v1/ActuatorService.js';
import type { CollectorServiceDefinition } from '../contract/gen/thermocline/v1/CollectorService.js';
import type { FleetServiceDefinition } from '../contract/gen/thermocline/v1/FleetService.js';
import type { PlanServiceDefinition } from '../contract/gen/thermocline/v1/PlanService.js';
import { loadDefinition } from '../contract/schema.js';
import { channelCredentials, type TlsFiles } from './credentials.js';
import { errorOf } from './status.js';

interface Definitions {
  PlanService: PlanServiceDefinition;
  FleetService: FleetServiceDefinition;
  CollectorService: CollectorServiceDefinition;
  ActuatorService: ActuatorServiceDefinition;
}

const FILES: Record<keyof Definitions, string> = {
  PlanService: 'plan_service',
  FleetService: 'fleet_service',
  CollectorService: 'collector_service',
  ActuatorService: 'actuator_service',
};

type RequestOf<M> = M extends { requestType: unknown; requestSerialize: (value: infer R) => Buffer } ? R : never;
type ResponseOf<M> = M extends { responseDeserialize: (bytes: Buffer) => infer R } ? R : never;

/** One service at one address. Errors are ThermoclineErrors: RPC_UNAVAILABLE, RPC_NOT_FOUND, RPC_INVALID, RPC_FAILED … */
export interface ServiceClient<S extends keyof Definitions> {
  call<M extends keyof Definitions[S] & string>(
    method: M,
    request: RequestOf<Definitions[S][M]>,
  ): Promise<ResponseOf<Definitions[S][M]>>;
  /** Until the server ends the stream or the signal aborts. */
  stream<M extends keyof Definitions[S] & string>(
    method: M,
    request: RequestOf<Definitions[S][M]>,
    signal?: AbortSignal,
  ): AsyncIterable<ResponseOf<Definitions[S][M]>>;
  close(): void;
}

export interface ClientOptions {
  readonly tls?: TlsFiles | undefined;
  /** For calls that answer once; streams have none. */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 10_000;

export function connectService<S extends keyof Definitions>(
  name: S,
  address: string,
  options: ClientOptions = {},
): ServiceClient<S> {
  const definition = loadDefinition(FILES[name])[`thermocline.v1.${name}`] as ServiceDefinition;
  const client: Client = new (makeClientConstructor(definition, name))(address, channelCredentials(options.tls));
  const deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  const methodOf = (method: string) => definition[method] as ServiceDefinition[string];

  return {
    call: (method, request) =>
      new Promise((resolve, reject) => {
        const { path, requestSerialize, responseDeserialize } = methodOf(method);
        const deadline = { deadline: Date.now() + deadlineMs };
        client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, deadline, (error, response) => {
          if (error) reject(errorOf(error, address));
          else resolve(response as never);
        });
      }),
    stream: (method, request, signal) => {
      const { path, requestSerialize, responseDeserialize } = methodOf(method);
      const call = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request);
      return iterate(call, address, signal) as AsyncIterable<never>;
    },
    close: () => client.close(),
  };
}

async function* iterate<T>(call: ClientReadableStream<T>, address: string, signal?: AbortSignal): AsyncGenerator<T> {
  const cancel = (): void => call.cancel();
  signal?.addEventListener('abort', cancel);
  try {
    for await (const message of call) yield message as T;
  } catch (error) {
    if (!signal?.aborted) throw errorOf(error as Error, address);
  } finally {
    signal?.removeEventListener('abort', cancel);
    call.cancel();
  }
}
