import type { ApplyPolicyRequest__Output } from '../contract/gen/thermocline/v1/ApplyPolicyRequest.js';
import type { ApplyPolicyResponse } from '../contract/gen/thermocline/v1/ApplyPolicyResponse.js';
import type { DiffPoliciesRequest__Output } from '../contract/gen/thermocline/v1/DiffPoliciesRequest.js';
import type { DiffPoliciesResponse } from '../contract/gen/thermocline/v1/DiffPoliciesResponse.js';
import type { GetPolicyRequest__Output } from '../contract/gen/thermocline/v1/GetPolicyRequest.js';
import type { GetPolicyResponse } from '../contract/gen/thermocline/v1/GetPolicyResponse.js';
import type { ListPoliciesRequest__Output } from '../contract/gen/thermocline/v1/ListPoliciesRequest.js';
import type { ListPoliciesResponse } from '../contract/gen/thermocline/v1/ListPoliciesResponse.js';
import type { ListPolicyRevisionsRequest__Output } from '../contract/gen/thermocline/v1/ListPolicyRevisionsRequest.js';
import type { ListPolicyRevisionsResponse } from '../contract/gen/thermocline/v1/ListPolicyRevisionsResponse.js';
import type { PolicyChange } from '../contract/gen/thermocline/v1/PolicyChange.js';
import type { PolicySide__Output } from '../contract/gen/thermocline/v1/PolicySide.js';
import type { PolicySummary } from '../contract/gen/thermocline/v1/PolicySummary.js';
import type { ValidatePolicyRequest__Output } from '../contract/gen/thermocline/v1/ValidatePolicyRequest.js';
import type { ValidatePolicyResponse } from '../contract/gen/thermocline/v1/ValidatePolicyResponse.js';
import type { FleetFit } from '../core/policyFit.js';
import type { PolicySpec } from '../core/policySpec.js';
import { policyChanges } from '../policy/changes.js';
import { policyMessage } from '../policy/message.js';
import { type PolicyReading, readPolicy, withRuleProblems } from '../policy/reading.js';
import { type PolicyProblem, problemText } from '../policy/source.js';
import { pageOf } from '../rpc/listPage.js';
import type { Caller } from '../rpc/server.js';
import { ruleProblems } from '../rules/ruleProblems.js';
import { ThermoclineError } from '../runtime/errors.js';
import { type FleetFindings, fleetFindings } from './policyFleet.js';
import type { PolicyRevision } from './policyRevisions.js';
import type { PolicyStore } from './policyStore.js';

export interface PolicyPorts {
  readonly unixMs: () => number;
  /** How a sound policy goes with the hosts that are known. */
  fit(spec: PolicySpec): Promise<FleetFit>;
  /** Whether those are all the hosts there are. */
  holdsAll(): boolean;
  /** Id of the rollout that is under way; undefined for none. */
  openRollout(): string | undefined;
}

/** What an error can carry: gRPC sends it as a header, and clients bound those. */
const MAX_ERROR_CHARACTERS = 3500;
/** Stands for the file in messages: its name is not known here. */
const FILE = 'policy';

/** Policies as people see and change them. Requests and responses are those of proto/thermocline/v1/policy_service.proto. */
export function policyService(store: PolicyStore, ports: PolicyPorts) {
  const { revisions } = store;
  const summary = ({ spec, createdUnixMs, author }: PolicyRevision): PolicySummary => ({
    name: spec.name,
    revision: spec.revision,
    createdUnixMs,
    author,
    classes: spec.classes.length,
    active: store.isActive(spec.name, spec.revision),
  });
  const found = (name: string, revision: number): PolicyRevision => {
    const stored = revision === 0 ? revisions.latest(name) : revisions.get(name, revision);
    if (stored) return stored;
    const what =
      revision === 0 ? `policy ${JSON.stringify(name)}` : `revision ${revision} of policy ${JSON.stringify(name)}`;
    throw new ThermoclineError('RPC_NOT_FOUND', `there is no ${what}; thermocline policies list shows those there are`);
  };
  const side = (name: string, given: PolicySide__Output | null): PolicySpec => {
    if (given?.side === 'source') return soundOf(readPolicy(given.source ?? '')).spec;
    return found(name, Number(given?.revision ?? 0)).spec;
  };
  const findings = async (spec: PolicySpec, reading: PolicyReading): Promise<FleetFindings> =>
    fleetFindings(spec, reading.source, await ports.fit(spec), ports.holdsAll());
  /** All that is wrong with a text alone, at once. */
  const checked = async (source: string): Promise<PolicyReading> => {
    const reading = readPolicy(source);
    return withRuleProblems(reading, await ruleProblems(reading.rules));
  };

  return {
    async validatePolicy(request: ValidatePolicyRequest__Output): Promise<ValidatePolicyResponse> {
      const reading = await checked(request.source);
      const { spec, problems, warnings } = reading;
      if (!spec) return { problems: [...problems], warnings: [...warnings], policy: null };
      const fleet = request.againstFleet ? await findings(spec, reading) : { problems: [], empty: [], warnings: [] };
      const origin = { createdUnixMs: 0, author: '', source: request.source };
      return {
        problems: [...fleet.problems],
        warnings: [...warnings, ...fleet.empty, ...fleet.warnings],
        policy: policyMessage(spec, origin),
      };
    },

    async applyPolicy(request: ApplyPolicyRequest__Output, caller: Caller): Promise<ApplyPolicyResponse> {
      const { source, allowEmpty, dryRun, hold } = request;
      const open = ports.openRollout();
      if (open !== undefined && !hold && !dryRun) {
        const says = `rollout ${open} is under way, and its hosts are compared with the active revision`;
        throw new ThermoclineError('ROLLOUT_OPEN', `${says}; wait for its end, abort it, or apply with --hold`);
      }
      const expectedRevision = request.expectedRevision === undefined ? undefined : Number(request.expectedRevision);
      const reading = await checked(source);
      const { spec } = soundOf(reading);
      const fleet = await findings(spec, reading);
      refuse([...fleet.problems, ...(allowEmpty ? [] : fleet.empty)]);
      const before = store.current();
      const warnings = [...reading.warnings, ...(allowEmpty ? fleet.empty : []), ...fleet.warnings];
      const { made, created } = dryRun
        ? await revisions.tryAdd(
            spec,
            { createdUnixMs: ports.unixMs(), author: caller.identity, source },
            expectedRevision,
          )
        : await store.apply({ spec, source, author: caller.identity, expectedRevision, hold });
      return { policy: summary(made), created, warnings, changes: policyChanges(before, spec).map(changeMessage) };
    },

    async getPolicy({ name, revision }: GetPolicyRequest__Output): Promise<GetPolicyResponse> {
      const { name: activeName, revision: activeRevision } = store.current();
      const stored =
        name === '' ? found(activeName, Number(revision) || activeRevision) : found(name, Number(revision));
      const { spec, ...origin } = stored;
      return { policy: policyMessage(spec, origin), active: store.isActive(spec.name, spec.revision) };
    },

    async listPolicies(request: ListPoliciesRequest__Output): Promise<ListPoliciesResponse> {
      const page = pageOf(revisions.names(), (name) => name, request);
      return { policies: page.items.map((name) => summary(found(name, 0))), nextPageToken: page.nextPageToken };
    },

    async listPolicyRevisions(request: ListPolicyRevisionsRequest__Output): Promise<ListPolicyRevisionsResponse> {
      found(request.name, 0);
      const page = pageOf(revisions.newestFirst(request.name), ({ spec }) => String(spec.revision), request);
      return { revisions: page.items.map(summary), nextPageToken: page.nextPageToken };
    },

    async diffPolicies({ name, before, after }: DiffPoliciesRequest__Output): Promise<DiffPoliciesResponse> {
      return { changes: policyChanges(side(name, before), side(name, after)).map(changeMessage) };
    },
  };
}

/** Throws POLICY_INVALID. */
function soundOf(reading: PolicyReading): { readonly spec: PolicySpec } {
  refuse(reading.problems);
  return { spec: reading.spec as PolicySpec };
}

/** Throws POLICY_INVALID with as many of the problems as go into an answer. */
function refuse(problems: readonly PolicyProblem[]): void {
  if (problems.length === 0) return;
  const lines: string[] = [];
  let characters = 0;
  for (const problem of problems) {
    const line = problemText(problem, FILE);
    characters += line.length;
    if (characters > MAX_ERROR_CHARACTERS) {
      lines.push(`and ${problems.length - lines.length} more; ValidatePolicy tells them all`);
      break;
    }
    lines.push(line);
  }
  throw new ThermoclineError('POLICY_INVALID', lines.join('\n'));
}

function changeMessage({ field, before, after }: ReturnType<typeof policyChanges>[number]): PolicyChange {
  return { field, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}
