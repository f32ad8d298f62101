import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
// biome-ignore lint/correctness/noUnresolvedImports: a CommonJS package, whose default export is all of it.
import protobuf from 'protobufjs';

/** Must equal the options of proto/generate.sh: the generated types describe what these options load. */
export const LOAD_OPTIONS = { longs: String, enums: String, defaults: true, oneofs: true } as const;

/** Turns one message type into bytes and back, as @grpc/proto-loader does under LOAD_OPTIONS. */
export interface Translation {
  readonly serialize: (message: object) => Buffer;
  /** Throws what is wrong. Byte fields share memory with the given bytes. */
  readonly deserialize: (bytes: Uint8Array) => object;
}

/** What a method of a service takes, and what it answers; one message, or each of a stream. */
export interface MethodTranslation {
  readonly request: Translation;
  readonly response: Translation;
}

/**
 * All files that this thread has asked for. One tree, so that what several files import is parsed once; and without the
 * descriptors that @grpc/proto-loader makes of every message, which only reflection needs and which cost more than parsing.
 */
const root = new protobuf.Root();
const folder = protoRoot();
root.resolvePath = (_origin, target) => join(folder, target);

/** `file`: of proto/thermocline/v1, without `.proto`. It is parsed, and what it imports, unless it has been. */
function load(file: string): protobuf.Root {
  return root.loadSync(`thermocline/v1/${file}.proto`);
}

/** Of a message in a file of proto/thermocline/v1. */
export function translation(file: string, message: string): Translation {
  return translationOf(load(file).lookupType(`thermocline.v1.${message}`));
}

/** Of a method of a service in a file of proto/thermocline/v1. */
export function methodTranslation(file: string, service: string, method: string): MethodTranslation {
  const found = load(file).lookupService(`thermocline.v1.${service}`).methods[method];
  // What is loaded is resolved.
  const { resolvedRequestType: request, resolvedResponseType: response } = found ?? {};
  if (!request || !response) throw new Error(`${file}.proto has no ${service}/${method}`);
  return { request: translationOf(request), response: translationOf(response) };
}

function translationOf(type: protobuf.Type): Translation {
  return {
    serialize: (message) => type.encode(type.fromObject(message)).finish() as Buffer,
    deserialize: (bytes) => type.toObject(type.decode(bytes), LOAD_OPTIONS),
  };
}

/** The .proto files ship with the program: in a `proto` folder somewhere above this file. */
export function protoRoot(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    const candidate = join(at, 'proto');
    if (existsSync(join(candidate, 'thermocline', 'v1', 'access.proto'))) return candidate;
    if (at === dirname(at)) throw new Error('proto/thermocline/v1 is not beside this program; reinstall it');
  }
}
