import { compilePolicy, type Policy } from '../core/policy.js';
import type { PolicySpec } from '../core/policySpec.js';
import type { RolloutSpec, RolloutState } from '../core/rollout.js';
import { type Revisions, revisionsBy } from '../core/rolloutView.js';
import { ThermoclineError } from '../runtime/errors.js';

/** A rollout as far as hosts are planned by it, and the two revisions that it is about. */
export interface OpenRollout {
  readonly spec: RolloutSpec;
  readonly state: RolloutState;
  readonly policy: PolicySpec;
  readonly stable: PolicySpec;
}

/** What hosts are known by when revisions are shared out. */
export interface PlannedHost {
  readonly hostId: string;
  readonly model: { readonly facts: { readonly labels: Readonly<Record<string, string>> } };
}

/** Which policy each host is planned by: the active one, but where a rollout says otherwise. */
export class HostPolicies {
  private revisionsOf: ((host: { hostId: string; labels: Readonly<Record<string, string>> }) => Revisions) | undefined;
  private readonly compiled = new Map<number, Policy>();
  /** By host, until the rollout or its labels change. */
  private known = new Map<string, { readonly labels: object; readonly revisions: Revisions }>();

  constructor(private readonly active: () => Policy) {}

  /** Undefined: none is open. Throws POLICY_INVALID for a revision that this version cannot go by; nothing changes then. */
  use(open: OpenRollout | undefined): void {
    const policies = open ? [open.policy, open.stable].map((spec) => [spec.revision, compiledOf(spec)] as const) : [];
    this.compiled.clear();
    for (const [revision, policy] of policies) this.compiled.set(revision, policy);
    this.known = new Map();
    this.revisionsOf = open && revisionsBy(open.spec, open.state);
  }

  of(host: PlannedHost): Policy {
    const revisions = this.revisions(host);
    return (revisions && this.compiled.get(revisions.revision)) ?? this.active();
  }

  /** The policy of its shadow plans; undefined where it has none. */
  shadowOf(host: PlannedHost): Policy | undefined {
    const shadow = this.revisions(host)?.shadow;
    return shadow === undefined ? undefined : this.compiled.get(shadow);
  }

  forget(isGone: (hostId: string) => boolean): void {
    for (const hostId of this.known.keys()) if (isGone(hostId)) this.known.delete(hostId);
  }

  private revisions({ hostId, model }: PlannedHost): Revisions | undefined {
    if (!this.revisionsOf) return undefined;
    const { labels } = model.facts;
    let known = this.known.get(hostId);
    if (known?.labels !== labels) {
      known = { labels, revisions: this.revisionsOf({ hostId, labels }) };
      this.known.set(hostId, known);
    }
    return known.revisions;
  }
}

function compiledOf(spec: PolicySpec): Policy {
  const result = compilePolicy(spec);
  if ('policy' in result) return result.policy;
  throw new ThermoclineError('POLICY_INVALID', `policy ${spec.name} revision ${spec.revision} cannot be gone by`);
}
