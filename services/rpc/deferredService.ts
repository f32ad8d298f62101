import {
  type Server,
  type ServerWritableStream,
  type ServiceDefinition,
  type sendUnaryData,
  status,
  type UntypedHandleCall,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { describe } from '../runtime/errors.js';

/** A service as its package has it. */
export interface PackagedService {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
}

/** Which sides of a method stream. */
export interface MethodForm {
  readonly requestStream: boolean;
  readonly responseStream: boolean;
}

/** What a handler of a package is given, of a call whose messages are bytes: as much as these packages use. */
type RawCall = ServerWritableStream<Buffer, Buffer>;
type PackagedHandler = (call: object, callback?: sendUnaryData<object>) => void;

const raw = (bytes: Buffer): Buffer => bytes;

/**
 * Adds a service whose package is loaded by the first call: loading reads .proto files and makes descriptors of them, hardly any
 * process is ever asked, and every one has to start. `service`: full name.
 */
export function addDeferred(
  server: Server,
  service: string,
  methods: Readonly<Record<string, MethodForm>>,
  load: () => Promise<PackagedService>,
): void {
  const definition: Record<string, ServiceDefinition[string]> = {};
  const implementation: UntypedServiceImplementation = {};
  for (const [name, form] of Object.entries(methods)) {
    definition[name] = {
      path: `/${service}/${name}`,
      ...form,
      requestSerialize: raw,
      requestDeserialize: raw,
      responseSerialize: raw,
      responseDeserialize: raw,
    };
    implementation[name] = ((call: RawCall, callback?: sendUnaryData<Buffer>): void => {
      const fail = (cause: unknown): void => {
        const error = { code: status.INTERNAL, details: describe(cause) };
        if (callback) callback(error);
        else call.emit('error', error);
      };
      load()
        .then((packaged) => serve(packaged, name, call, callback, fail))
        .catch(fail);
    }) as UntypedHandleCall;
  }
  server.addService(definition, implementation);
}

/** Passes messages between the bytes of a call and the package's own handler. `fail`: answers what cannot be read. */
function serve(
  packaged: PackagedService,
  name: string,
  call: RawCall,
  callback: sendUnaryData<Buffer> | undefined,
  fail: (cause: unknown) => void,
): void {
  const method = packaged.definition[name];
  const { implementation } = packaged;
  const handler = (implementation[name] ?? implementation[name.charAt(0).toLowerCase() + name.slice(1)]) as
    | PackagedHandler
    | undefined;
  if (!method || !handler) throw new Error(`the package of ${call.getPath()} does not serve it`);
  const { requestDeserialize: read, responseSerialize: written } = method;
  const hearing = (listen: (message?: unknown) => void) => (message?: Buffer) => {
    try {
      listen(message && read(message));
    } catch (error) {
      fail(error);
    }
  };
  handler(
    {
      request: call.request && read(call.request),
      on: (event: string, listen: (message?: unknown) => void) => call.on(event, hearing(listen)),
      write: (message: object) => call.write(written(message)),
      end: () => call.end(),
    },
    callback && ((error, message) => callback(error, message && written(message))),
  );
}
