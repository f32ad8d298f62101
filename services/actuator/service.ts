import type { Execution } from '../contract/gen/thermocline/v1/Execution.js';
import type { Limits__Output } from '../contract/gen/thermocline/v1/Limits.js';
import type { ListExecutionsRequest__Output } from '../contract/gen/thermocline/v1/ListExecutionsRequest.js';
import type { ListExecutionsResponse } from '../contract/gen/thermocline/v1/ListExecutionsResponse.js';
import type { LocalControl } from '../contract/gen/thermocline/v1/LocalControl.js';
import type { SetDryRunRequest__Output } from '../contract/gen/thermocline/v1/SetDryRunRequest.js';
import type { SetLimitsRequest__Output } from '../contract/gen/thermocline/v1/SetLimitsRequest.js';
import type { WatchExecutionsResponse } from '../contract/gen/thermocline/v1/WatchExecutionsResponse.js';
import type { Caller } from '../rpc/caller.js';
import { pageOf } from '../rpc/listPage.js';
import type { ServedService } from '../rpc/server.js';
import { changes } from '../rpc/watchQueue.js';
import { ThermoclineError } from '../runtime/errors.js';
import { type Limits, readLimits } from './limits.js';
import { type LocalOrders, ordersMessage } from './localControl.js';
import { type StatusView, statusOf } from './status.js';

/** ActuatorService as it is served; requests and responses are those of proto/thermocline/v1/actuator_service.proto. */
export function actuatorService(view: StatusView): ServedService {
  const { actuator, clock } = view;
  const { local, executions } = actuator;
  const order = async (change: Partial<LocalOrders>, caller: Caller): Promise<{ control: LocalControl }> => {
    const by = caller.identity === 'unauthenticated' ? `${caller.identity} (${caller.address})` : caller.identity;
    return { control: ordersMessage(local.order(change, by, clock.unixMs())) };
  };
  return {
    file: 'actuator_service',
    name: 'ActuatorService',
    methods: {
      getActuatorStatus: async () => statusOf(view),
      listExecutions: async (request: ListExecutionsRequest__Output): Promise<ListExecutionsResponse> => {
        const page = pageOf(executions.newestFirst(), ({ planId }) => planId, request);
        return { executions: page.items.map(({ read }) => read()), nextPageToken: page.nextPageToken };
      },
      async *watchExecutions(_request: object, signal: AbortSignal): AsyncGenerator<WatchExecutionsResponse> {
        // Listen before those there are read, so that nothing falls between the two.
        const queue = changes<Execution>((callback) => executions.watch(callback), signal);
        for (const execution of executions.ofLive()) yield { execution };
        for await (const execution of queue) yield { execution };
      },
      pause: (_request: object, caller: Caller) => order({ pause: true }, caller),
      resume: (_request: object, caller: Caller) => order({ pause: false, stop: false }, caller),
      stop: (_request: object, caller: Caller) => order({ stop: true }, caller),
      setLimits: async ({ limits }: SetLimitsRequest__Output, caller: Caller) =>
        order({ limits: limits ? limitsOf(limits) : {} }, caller),
      setDryRun: ({ dryRun }: SetDryRunRequest__Output, caller: Caller) => order({ dryRun }, caller),
    },
  };
}

/** Throws RPC_INVALID, naming the field. */
function limitsOf(message: Limits__Output): Limits {
  try {
    return readLimits(message);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ThermoclineError('RPC_INVALID', `limits.${error.message}`);
  }
}
