import type { Server, ServerDuplexStream, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { reflectedDefinitions } from './descriptors.js';

const VERSIONS = ['v1', 'v1alpha'] as const;
type Version = (typeof VERSIONS)[number];

/** One version of the reflection service, as its package has it. */
interface Reflection {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
}

const raw = (bytes: Buffer): Buffer => bytes;

/**
 * Adds server reflection, v1 and v1alpha: grpcurl and the like need no .proto files. Descriptors are loaded by the first call
 * that asks for them, for hardly any process is ever asked, and every one has to start.
 *
 * `files`: of proto/thermocline/v1, without `.proto`. `names`: full names of the services to list.
 */
export function addReflection(server: Server, files: readonly string[], names: readonly string[]): void {
  let loaded: Promise<Record<Version, Reflection>> | undefined;
  for (const version of VERSIONS) {
    const call = 'ServerReflectionInfo';
    const definition: ServiceDefinition = {
      [call]: {
        path: `/grpc.reflection.${version}.ServerReflection/${call}`,
        originalName: call,
        requestStream: true,
        responseStream: true,
        requestSerialize: raw,
        requestDeserialize: raw,
        responseSerialize: raw,
        responseDeserialize: raw,
      },
    };
    server.addService(definition, {
      [call]: (stream: ServerDuplexStream<Buffer, Buffer>): void => {
        loaded ??= load(files, names);
        loaded.then(
          (versions) => answer(stream, versions[version]),
          (error: Error) => stream.emit('error', error),
        );
      },
    });
  }
}

async function load(files: readonly string[], names: readonly string[]): Promise<Record<Version, Reflection>> {
  const { ReflectionService } = await import('@grpc/reflection');
  const versions: Reflection[] = [];
  const taker = {
    addService: (definition: ServiceDefinition, implementation: UntypedServiceImplementation): void =>
      void versions.push({ definition, implementation }),
  };
  new ReflectionService(reflectedDefinitions(files), { services: [...names] }).addToServer(taker);
  const [v1, v1alpha] = versions;
  if (!v1 || !v1alpha) throw new Error('the reflection package serves other versions than v1 and v1alpha');
  return { v1, v1alpha };
}

/** Passes messages between the raw stream and the package's own implementation. */
function answer(stream: ServerDuplexStream<Buffer, Buffer>, { definition, implementation }: Reflection): void {
  const method = definition['ServerReflectionInfo'];
  const serve = implementation['ServerReflectionInfo'] as unknown as ((call: object) => void) | undefined;
  if (!method || !serve) throw new Error('the reflection package has no ServerReflectionInfo');
  serve({
    on: (event: string, listen: (message?: unknown) => void) =>
      stream.on(event, (message?: Buffer) => listen(message && method.requestDeserialize(message))),
    write: (message: object) => stream.write(method.responseSerialize(message)),
    end: () => stream.end(),
  });
}
