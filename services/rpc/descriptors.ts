import {
  type EnumTypeDefinition,
  loadSync,
  type MessageTypeDefinition,
  type PackageDefinition,
} from '@grpc/proto-loader';
import { protoRoot } from '../contract/definitions.js';

/** What is changed in descriptors here, of google/protobuf/descriptor.proto. */
interface FileDescriptor {
  package: string;
  messageType?: MessageDescriptor[];
}
interface MessageDescriptor {
  name: string;
  field?: { name: string; typeName?: string; oneofIndex?: number; proto3Optional?: boolean }[];
  oneofDecl?: { name: string }[];
  nestedType?: MessageDescriptor[];
  options?: { mapEntry?: boolean };
}

/**
 * Definitions for reflection to serve. Those that the services themselves work with won't do: clients that check
 * descriptors (Python, Go) refuse them for the names of their map entries, and field names are not those of the .proto files.
 * `files`: names without `.proto`; loaded together, for descriptors come as one file a package, and reflection keeps one of
 * each name.
 */
export function reflectedDefinitions(files: readonly string[]): PackageDefinition {
  const paths = files.map((file) => `thermocline/v1/${file}.proto`);
  const loaded = loadSync(paths, { keepCase: true, includeDirs: [protoRoot()] });
  const descriptors = loadSync('google/protobuf/descriptor.proto')['google.protobuf.FileDescriptorProto'];
  const { deserialize, serialize } = descriptors as MessageTypeDefinition<FileDescriptor, FileDescriptor>;
  const repaired = new Map<Buffer, Buffer>();
  for (const definition of Object.values(loaded)) {
    if (!isType(definition)) continue;
    definition.fileDescriptorProtos = definition.fileDescriptorProtos.map((bytes) => {
      let better = repaired.get(bytes);
      if (!better) {
        const file = deserialize(bytes);
        for (const message of file.messageType ?? []) repair(message, `.${file.package}`);
        better = serialize(file);
        repaired.set(bytes, better);
      }
      return better;
    });
  }
  return loaded;
}

/**
 * A map's entry type is called by its field's name in upper camel case with Entry after it, and an optional field is marked
 * as such beside the oneof of its own that it has (descriptor.proto, map_entry and proto3_optional).
 */
function repair(message: MessageDescriptor, within: string): void {
  const own = `${within}.${message.name}`;
  for (const nested of message.nestedType ?? []) {
    if (nested.options?.mapEntry) {
      const field = message.field?.find(({ typeName }) => typeName === nested.name);
      if (!field) continue;
      nested.name = `${upperCamel(field.name)}Entry`;
      field.typeName = `${own}.${nested.name}`;
    } else repair(nested, own);
  }
  for (const field of message.field ?? []) {
    const { oneofIndex } = field;
    if (oneofIndex === undefined) continue;
    if (message.oneofDecl?.[oneofIndex]?.name === `_${field.name}`) field.proto3Optional = true;
  }
}

function upperCamel(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function isType(
  definition: PackageDefinition[string],
): definition is MessageTypeDefinition<object, object> | EnumTypeDefinition {
  return Array.isArray(definition['fileDescriptorProtos']);
}
