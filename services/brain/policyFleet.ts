import type { FleetFit } from '../core/policyFit.js';
import type { PolicySpec } from '../core/policySpec.js';
import type { PolicyProblem, PolicySource } from '../policy/source.js';

export interface FleetFindings {
  /** Reasons not to go by this policy. */
  readonly problems: readonly PolicyProblem[];
  /** Classes that select nothing: most often a slip of the pen. */
  readonly empty: readonly PolicyProblem[];
  readonly warnings: readonly PolicyProblem[];
}

const GIB = 2 ** 30;

/**
 * What the hosts that are known say of a policy. `whole`: whether they are all there are; the last class, which is for what is
 * left, may have nothing.
 */
export function fleetFindings(spec: PolicySpec, source: PolicySource, fit: FleetFit, whole: boolean): FleetFindings {
  const at = (path: readonly (string | number)[], reason: string): PolicyProblem => ({
    field: path.join('.'),
    reason,
    ...source.at(path),
  });
  if (fit.hosts === 0) {
    const says = 'no host has told of its processes yet: whether classes select anything and floors fit is not known';
    return { problems: [], empty: [], warnings: [at([], says)] };
  }
  const hosts = fit.hosts === 1 ? 'the one host' : `any of the ${fit.hosts} hosts`;
  const empty = spec.classes
    .slice(0, -1)
    .flatMap(({ name }, i) =>
      fit.spacesByClass[i] === 0
        ? [
            at(
              ['classes', i, 'match'],
              `class ${name} selects no process on ${hosts} that ${fit.hosts === 1 ? 'is' : 'are'} known`,
            ),
          ]
        : [],
    );
  const floors = spec.classes.findIndex(({ fastFloor }) => fastFloor !== undefined);
  const problems = fit.short.map(({ hostId, floorBytes, fastBytes }, i) => {
    const more = fit.shortHosts - fit.short.length;
    const others = i === fit.short.length - 1 && more > 0 ? `; ${more} more hosts are short as well` : '';
    const says = `floors ask host ${hostId} for ${gib(floorBytes)}, and plans may fill ${gib(fastBytes)} of its fast tier${others}`;
    return at(['classes', floors, 'fastFloor'], says);
  });
  for (const { classIndex, hostId } of fit.floorsAboveCeiling) {
    problems.push(at(['classes', classIndex, 'fastFloor'], `the floor is above the ceiling on host ${hostId}`));
  }
  const partly = 'other brains hold the rest of the hosts, which were not asked';
  return { problems, empty: whole ? empty : [], warnings: whole ? [] : [...empty, at([], partly)] };
}

function gib(bytes: number): string {
  return `${(bytes / GIB).toFixed(2)} GiB`;
}
