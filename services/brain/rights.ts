import { type Allowed, guarded } from '../rpc/rights.js';
import type { ServedService } from '../rpc/services.js';

/** Who may call what, by names as certificates have them. What is left out is for everybody. */
export interface Rights {
  readonly rollouts?: Allowed;
  readonly plans?: Allowed;
  readonly policies?: Allowed;
  readonly hints?: Allowed;
}

interface Held {
  readonly right: keyof Rights;
  readonly calls: readonly string[];
  readonly what: string;
}

/** By service: the calls that change something, and what they are called in an error. */
const HELD: Readonly<Record<string, Held>> = {
  RolloutService: {
    right: 'rollouts',
    calls: ['startRollout', 'pauseRollout', 'resumeRollout', 'promoteRollout', 'abortRollout', 'undoRollout'],
    what: 'start and steer rollouts',
  },
  PlanService: {
    right: 'plans',
    calls: ['approvePlan', 'rejectPlan', 'undo'],
    what: 'approve, reject and undo plans',
  },
  PolicyService: { right: 'policies', calls: ['applyPolicy'], what: 'apply policies' },
  HintService: { right: 'hints', calls: ['addHint', 'removeHint'], what: 'add and remove hints' },
};

/** Services of which some calls are for those alone who have the right. */
export function withRights(rights: Rights, services: readonly ServedService[]): ServedService[] {
  return services.map((service) => {
    const held = HELD[service.name];
    if (!held) return service;
    const methods = guarded(service.methods as Record<string, unknown>, held.calls, rights[held.right], held.what);
    return { ...service, methods } as ServedService;
  });
}
