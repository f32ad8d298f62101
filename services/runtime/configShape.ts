/** What can be seen of a zod schema from outside: the parts of its definition that configurations use. */
interface Definition {
  readonly innerType?: unknown;
  readonly in?: unknown;
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly element?: unknown;
  readonly valueType?: unknown;
}

function definitionOf(schema: unknown): Definition {
  return (schema as { def?: Definition } | undefined)?.def ?? {};
}

/** The schema below optional, default and prefault. */
export function unwrapped(schema: unknown): unknown {
  let inner = schema;
  for (let next = definitionOf(inner).innerType; next; next = definitionOf(inner).innerType) inner = next;
  return inner;
}

/** The same, and below transformations and refinements: what is written in the file. */
function written(schema: unknown): unknown {
  let inner = unwrapped(schema);
  for (let next = definitionOf(inner).in; next; next = definitionOf(inner).in) inner = unwrapped(next);
  return inner;
}

/** The schema of what stands under a key, in a list, or in a map with keys of the operator's choice. */
export function childOf(schema: unknown, key: PropertyKey): unknown {
  const { shape, element, valueType } = definitionOf(written(schema));
  return shape?.[String(key)] ?? element ?? valueType;
}

/** The keys that an object may have; none where they are free. */
export function keysOf(schema: unknown): string[] {
  return Object.keys(definitionOf(written(schema)).shape ?? {});
}
