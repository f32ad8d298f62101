import type { Server, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { addDeferred, type PackagedService } from './deferredService.js';

const VERSIONS = ['v1', 'v1alpha'] as const;
type Version = (typeof VERSIONS)[number];

/**
 * Adds server reflection, v1 and v1alpha: grpcurl and the like need no .proto files.
 *
 * `files`: of proto/thermocline/v1, without `.proto`. `names`: full names of the services to list.
 */
export function addReflection(server: Server, files: readonly string[], names: readonly string[]): void {
  let loaded: Promise<Record<Version, PackagedService>> | undefined;
  for (const version of VERSIONS) {
    const methods = { ServerReflectionInfo: { requestStream: true, responseStream: true } };
    addDeferred(server, `grpc.reflection.${version}.ServerReflection`, methods, async () => {
      loaded ??= load(files, names);
      return (await loaded)[version];
    });
  }
}

async function load(files: readonly string[], names: readonly string[]): Promise<Record<Version, PackagedService>> {
  const [{ ReflectionService }, { reflectedDefinitions }] = await Promise.all([
    import('@grpc/reflection'),
    import('./descriptors.js'),
  ]);
  const versions: PackagedService[] = [];
  const taker = {
    addService: (definition: ServiceDefinition, implementation: UntypedServiceImplementation): void =>
      void versions.push({ definition, implementation }),
  };
  new ReflectionService(reflectedDefinitions(files), { services: [...names] }).addToServer(taker);
  const [v1, v1alpha] = versions;
  if (!v1 || !v1alpha) throw new Error('the reflection package serves other versions than v1 and v1alpha');
  return { v1, v1alpha };
}
