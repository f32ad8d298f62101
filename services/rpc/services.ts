import type { handleServerStreamingCall, handleUnaryCall, ServiceDefinition } from '@grpc/grpc-js';
import { type MethodTranslation, methodTranslation } from '../contract/definitions.js';
import type {
  ActuatorServiceDefinition,
  ActuatorServiceHandlers,
} from '../contract/gen/thermocline/v1/ActuatorService.js';
import type {
  CollectorServiceDefinition,
  CollectorServiceHandlers,
} from '../contract/gen/thermocline/v1/CollectorService.js';
import type { FleetServiceDefinition, FleetServiceHandlers } from '../contract/gen/thermocline/v1/FleetService.js';
import type { HintServiceDefinition, HintServiceHandlers } from '../contract/gen/thermocline/v1/HintService.js';
import type { PlanServiceDefinition, PlanServiceHandlers } from '../contract/gen/thermocline/v1/PlanService.js';
import type { PolicyServiceDefinition, PolicyServiceHandlers } from '../contract/gen/thermocline/v1/PolicyService.js';
import type {
  RolloutServiceDefinition,
  RolloutServiceHandlers,
} from '../contract/gen/thermocline/v1/RolloutService.js';
import type { Caller } from './caller.js';

/** The services there are: how each is defined, and what serves it. A new one is a line in each of these tables. */
interface Definitions {
  PlanService: PlanServiceDefinition;
  PolicyService: PolicyServiceDefinition;
  FleetService: FleetServiceDefinition;
  HintService: HintServiceDefinition;
  RolloutService: RolloutServiceDefinition;
  CollectorService: CollectorServiceDefinition;
  ActuatorService: ActuatorServiceDefinition;
}

interface Handlers {
  PlanService: PlanServiceHandlers;
  PolicyService: PolicyServiceHandlers;
  FleetService: FleetServiceHandlers;
  HintService: HintServiceHandlers;
  RolloutService: RolloutServiceHandlers;
  CollectorService: CollectorServiceHandlers;
  ActuatorService: ActuatorServiceHandlers;
}

/** The file of proto/thermocline/v1 that each service stands in. */
export const SERVICE_FILES = {
  PlanService: 'plan_service',
  PolicyService: 'policy_service',
  FleetService: 'fleet_service',
  HintService: 'hint_service',
  RolloutService: 'rollout_service',
  CollectorService: 'collector_service',
  ActuatorService: 'actuator_service',
} as const;

export type ServiceName = keyof Definitions;

/** Methods by name, without the index signature that generated types carry. */
type MethodsOf<T> = { [M in keyof T as string extends M ? never : M]: T[M] };

/** `Pick` of the methods that answer once, or of those that stream. */
type NamesOf<S extends ServiceName, Streams extends boolean> = {
  [M in keyof MethodsOf<Handlers[S]>]: Handlers[S][M] extends handleServerStreamingCall<infer _Q, infer _A>
    ? Streams extends true
      ? M
      : never
    : Streams extends true
      ? never
      : M;
}[keyof MethodsOf<Handlers[S]>] &
  string;

/** The methods that stream their answers; all others answer once. */
const STREAMS: { readonly [S in ServiceName]: Readonly<Record<StreamNames<S>, true>> } = {
  PlanService: { WatchPlans: true },
  PolicyService: {},
  FleetService: { WatchHost: true },
  HintService: {},
  RolloutService: { WatchRollout: true },
  CollectorService: {},
  ActuatorService: { WatchExecutions: true },
};

export type UnaryNames<S extends ServiceName> = NamesOf<S, false>;
export type StreamNames<S extends ServiceName> = NamesOf<S, true>;

/** What a client sends: fields may be left out. */
export type RequestOf<S extends ServiceName, M> = M extends keyof Definitions[S]
  ? Definitions[S][M] extends { requestSerialize: (value: infer R) => Buffer }
    ? R
    : never
  : never;
/** What a client gets: every field is there. */
export type ResponseOf<S extends ServiceName, M> = M extends keyof Definitions[S]
  ? Definitions[S][M] extends { responseDeserialize: (bytes: Buffer) => infer R }
    ? R
    : never
  : never;

/** A call that answers once. */
export type UnaryMethod<Q = never, A = object> = (request: Q, caller: Caller) => Promise<A>;
/** A call that answers until the signal aborts, which it does when the client leaves or the server stops. */
export type StreamMethod<Q = never, A = object> = (
  request: Q,
  signal: AbortSignal,
  caller: Caller,
) => AsyncGenerator<A>;

type MethodOf<H> =
  H extends handleServerStreamingCall<infer Q, infer A>
    ? StreamMethod<Q, A>
    : H extends handleUnaryCall<infer Q, infer A>
      ? UnaryMethod<Q, A>
      : never;

/** What serves a service: plain functions by method name in lower camel case. Those left out answer UNIMPLEMENTED. */
export type ServiceMethods<S extends ServiceName> = {
  readonly [M in keyof MethodsOf<Handlers[S]> as Uncapitalize<M & string>]?: MethodOf<Handlers[S][M]>;
};

export type ServedService = {
  [S in ServiceName]: {
    readonly file: (typeof SERVICE_FILES)[S];
    readonly name: S;
    readonly methods: ServiceMethods<S>;
  };
}[ServiceName];

/** `thermocline.v1.PlanService`: as it is called on the wire, in health checks and by reflection. */
export function fullName(name: ServiceName): string {
  return `thermocline.v1.${name}`;
}

/**
 * A method as gRPC takes it. Its file is loaded with the first message: of the methods that a process serves few are ever called,
 * and every process has to start.
 */
export function methodDefinition(service: ServiceName, method: string): ServiceDefinition[string] {
  let loaded: MethodTranslation | undefined;
  const translation = (): MethodTranslation => {
    loaded ??= methodTranslation(SERVICE_FILES[service], service, method);
    return loaded;
  };
  return {
    path: `/${fullName(service)}/${method}`,
    requestStream: false,
    responseStream: method in STREAMS[service],
    requestSerialize: (message) => translation().request.serialize(message),
    requestDeserialize: (bytes) => translation().request.deserialize(bytes),
    responseSerialize: (message) => translation().response.serialize(message),
    responseDeserialize: (bytes) => translation().response.deserialize(bytes),
  };
}
