import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
// biome-ignore lint/correctness/noUnresolvedImports: a CommonJS package, whose default export is all of it.
import protobuf from 'protobufjs';
import { protoRoot } from '../../../services/contract/definitions.js';

/** All .proto files, by the names under which they import one another. */
export const PROTO_FILES = readdirSync(join(protoRoot(), 'thermocline/v1')).map((name) => `thermocline/v1/${name}`);

const root = new protobuf.Root();
root.resolvePath = (_, target) => join(protoRoot(), target);
root.loadSync(PROTO_FILES);

/** Below this many messages within one another there are none: a selector holds selectors. */
const DEEPEST = 4;

const WHOLE: Readonly<Record<string, readonly [least: bigint, most: bigint]>> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  sint32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  sint64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

/** Messages as programs give them: fields left out, 64-bit numbers as text, enums by name. */
export function messagesNamed(name: string): fc.Arbitrary<object> {
  return messageOf(root.lookupType(`thermocline.v1.${name}`));
}

/** What a method takes, and what it answers. */
export function messagesOf(service: string, method: string): readonly [fc.Arbitrary<object>, fc.Arbitrary<object>] {
  const { requestType = '', responseType = '' } = root.lookupService(`thermocline.v1.${service}`).methods[method] ?? {};
  return [messagesNamed(requestType), messagesNamed(responseType)];
}

function messageOf(type: protobuf.Type, depth = 0): fc.Arbitrary<object> {
  const fields = type.fieldsArray.map((field) => [field.name, fieldOf(field, depth)] as const);
  return fc.record(Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as Record<string, never>, {
    requiredKeys: [],
    noNullPrototype: true,
  });
}

function fieldOf(field: protobuf.Field, depth: number): fc.Arbitrary<unknown> | undefined {
  const value = scalarOrMessage(field.resolve(), depth);
  if (!value) return undefined;
  if (field.map) return fc.dictionary(fc.string({ maxLength: 5 }), value, { maxKeys: 2, noNullPrototype: true });
  return field.repeated ? fc.array(value, { maxLength: 2 }) : value;
}

function scalarOrMessage({ type, resolvedType }: protobuf.Field, depth: number): fc.Arbitrary<unknown> | undefined {
  if (resolvedType instanceof protobuf.Enum) return fc.constantFrom(...Object.keys(resolvedType.values));
  if (resolvedType) return depth < DEEPEST ? messageOf(resolvedType, depth + 1) : undefined;
  if (type === 'bool') return fc.boolean();
  if (type === 'string') return fc.string({ maxLength: 5, unit: 'grapheme' });
  if (type === 'bytes') return fc.uint8Array({ maxLength: 5 }).map((bytes) => Buffer.from(bytes));
  if (type === 'double') return fc.double();
  if (type === 'float') return fc.float();
  const [min, max] = WHOLE[type] ?? [];
  if (min === undefined || max === undefined) throw new Error(`no values for ${type} yet`);
  const whole = fc.bigInt({ min, max });
  return type.endsWith('64') ? whole.map(String) : whole.map(Number);
}
