import type { Selector__Output } from '../contract/gen/thermocline/v1/Selector.js';
import type { Selector } from '../core/selector.js';

/** A selector in the words of core. */
export function selectorOf(message: Selector__Output): Selector {
  const { cgroupGlobs, commandRegexes, hostLabels, anyOf, allOf, noneOf } = message;
  return {
    ...(cgroupGlobs.length > 0 && { cgroupGlobs }),
    ...(commandRegexes.length > 0 && { commandRegexes }),
    ...(Object.keys(hostLabels).length > 0 && { hostLabels }),
    ...(anyOf.length > 0 && { anyOf: anyOf.map(selectorOf) }),
    ...(allOf.length > 0 && { allOf: allOf.map(selectorOf) }),
    ...(noneOf && { noneOf: selectorOf(noneOf) }),
  };
}
