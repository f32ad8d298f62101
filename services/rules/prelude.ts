/**
 * Evaluated in an isolate before its rule: takes away what is random, freezes all that there is, so that a rule leaves nothing
 * behind for its next call but in its own variables, and answers what makes a rule callable with buffers.
 */
export const prelude = `(() => {
delete Math.random;
delete globalThis.eval;
delete globalThis.SharedArrayBuffer;
const frozen = new Set();
const freeze = (value) => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || frozen.has(value)) return;
  frozen.add(value);
  Object.freeze(value);
  freeze(Object.getPrototypeOf(value));
  for (const { value: inner, get, set } of Object.values(Object.getOwnPropertyDescriptors(value))) {
    freeze(inner);
    freeze(get);
    freeze(set);
  }
};
for (const value of [globalThis, (async () => 0), function* () {}, [][Symbol.iterator](), new Map().entries()]) freeze(value);
const { parse } = JSON;
return (rule) => (buffer, length, facts) => {
  const scores = rule(
    {
      length,
      startPage: new Float64Array(buffer, 0, length),
      pages: new Uint32Array(buffer, 8 * length, length),
      heat: new Float32Array(buffer, 12 * length, length),
      age: new Float32Array(buffer, 16 * length, length),
      tier: new Uint8Array(buffer, 20 * length, length),
      kind: new Uint8Array(buffer, 21 * length, length),
    },
    parse(facts),
  );
  if (!(scores instanceof Float32Array)) return 'it answered ' + (scores === null ? 'null' : typeof scores) + '; expected a Float32Array';
  if (scores.length !== length) return 'it answered ' + scores.length + ' scores; expected ' + length + ', one a run';
  // A view of a larger buffer has one of its own made.
  return new Float32Array(scores).buffer;
};
})()`;
