/** Increased when a field of the JSON and YAML output goes or changes its meaning; new fields leave it as it is. */
export const FORMAT_VERSION = 1;

/**
 * A message as JSON and YAML show it: byte columns in base64, without the loader's marks of which optional fields are set
 * (`_cgroup: 'cgroup'`) and without what is absent.
 */
export function documentOf(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(documentOf);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, each]) => !key.startsWith('_') && each !== null && each !== undefined,
  );
  return Object.fromEntries(kept.map(([key, each]) => [key, documentOf(each)]));
}
