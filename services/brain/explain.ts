import type { ExplainPageRequest__Output } from '../contract/gen/thermocline/v1/ExplainPageRequest.js';
import type { ExplainPageResponse } from '../contract/gen/thermocline/v1/ExplainPageResponse.js';
import type { PageExplanation } from '../contract/gen/thermocline/v1/PageExplanation.js';
import type { PageName__Output } from '../contract/gen/thermocline/v1/PageName.js';
import { type Explanation, explainPage } from '../core/explanation.js';
import type { HostSpace } from '../core/host.js';
import type { Policy } from '../core/policy.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { Fleet, FleetHost } from './fleet.js';
import type { PlanTerms } from './planDesk.js';
import { responseOf } from './planService.js';
import type { PlanStore } from './planStore.js';
import { isNamed, pageNumber, recordedOf } from './recorded.js';

/** Plans that a page is looked for in: those of the last minutes. */
const LATEST_PLANS = 10;

export interface ExplainPorts {
  readonly fleet: Fleet;
  readonly plans: PlanStore;
  readonly policyOf: (host: FleetHost) => Policy;
  readonly unixMs: () => number;
  /** Undefined while custom rules are prepared. */
  terms(host: FleetHost): PlanTerms | undefined;
}

/** Says why a page of one host is moved or stays, from the heat that a shard has of it. */
export function explainService(ports: ExplainPorts) {
  const { fleet, plans, policyOf, unixMs } = ports;
  return {
    async explainPage({ hostId, page: name }: ExplainPageRequest__Output): Promise<ExplainPageResponse> {
      if (!name) throw new ThermoclineError('RPC_INVALID', 'page: it is not given');
      const host = fleet.require(hostId);
      const recorded = plans
        .newestFirst()
        .filter((stored) => stored.hostId === hostId && stored.body !== undefined)
        .slice(0, LATEST_PLANS)
        .map((stored) => recordedOf(responseOf(stored, unixMs()), name))
        .filter(({ planned }) => planned);
      const space = namedSpace(host, name);
      const page = pageNumber(name, host.model.facts.pageSize);
      const now = unixMs();
      const terms = ports.terms(host);
      if (!terms) throw new ThermoclineError('RPC_UNAVAILABLE', 'custom rules are being compiled; ask again');
      const { outstanding, options } = terms;
      const known = space && explainPage(host.model, policyOf(host), outstanding, now, options, space.key, page);
      if (known) return { present: pageExplanation(host, space, page, known, policyOf(host), now), recorded };
      if (recorded.length > 0) return { recorded };
      const of = space ? `page ${page} of ${space.key}` : spaceWords(name);
      throw new ThermoclineError(
        'RPC_NOT_FOUND',
        `${of} was not seen on host ${hostId}: no look covered it, or it ended`,
      );
    },
  };
}

function pageExplanation(
  host: FleetHost,
  space: HostSpace,
  page: number,
  known: Explanation,
  policy: Policy,
  now: number,
): PageExplanation {
  const { direction, toNode, text } = known.verdict;
  return {
    hostId: host.hostId,
    spaceKey: space.key,
    command: space.command,
    page,
    pageSize: host.model.facts.pageSize,
    atUnixMs: now,
    policyName: policy.name,
    policyRevision: policy.revision,
    startPage: known.startPage,
    pages: known.pages,
    heat: known.heat,
    ageSeconds: known.age,
    ...(known.node === undefined ? {} : { node: known.node }),
    ...(known.tier === undefined ? {} : { tier: known.tier }),
    kind: known.kind ?? '',
    staleSeconds: known.staleSeconds,
    class: known.className ?? '',
    steps: known.steps.map(({ rule, passed, text: says, numbers }) => ({ rule, passed, text: says, numbers })),
    direction:
      direction === undefined
        ? 'DIRECTION_UNSPECIFIED'
        : direction === 'promotion'
          ? 'DIRECTION_PROMOTION'
          : 'DIRECTION_DEMOTION',
    ...(toNode === undefined ? {} : { toNode }),
    verdict: text,
  };
}

/** The space that is named; of several lives of one pid the one seen last. */
function namedSpace(host: FleetHost, name: PageName__Output): HostSpace | undefined {
  let found: HostSpace | undefined;
  for (const [keyText, key] of host.keys) {
    const space = isNamed(name, key) ? host.model.spaces.get(keyText) : undefined;
    if (space && space.heat.lastWindowEndUnixMs >= (found?.heat.lastWindowEndUnixMs ?? 0)) found = space;
  }
  return found;
}

function spaceWords(name: PageName__Output): string {
  return name.space === 'pid' ? `process ${name.pid}` : `space ${JSON.stringify(name.spaceKey ?? '')}`;
}
