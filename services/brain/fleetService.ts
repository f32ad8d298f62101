import type { GetBrainStatusResponse } from '../contract/gen/thermocline/v1/GetBrainStatusResponse.js';
import type { GetHostRequest__Output } from '../contract/gen/thermocline/v1/GetHostRequest.js';
import type { GetHostResponse } from '../contract/gen/thermocline/v1/GetHostResponse.js';
import type { ListHostsRequest__Output } from '../contract/gen/thermocline/v1/ListHostsRequest.js';
import type { ListHostsResponse } from '../contract/gen/thermocline/v1/ListHostsResponse.js';
import type { WatchHostRequest__Output } from '../contract/gen/thermocline/v1/WatchHostRequest.js';
import type { WatchHostResponse } from '../contract/gen/thermocline/v1/WatchHostResponse.js';
import type { Policy } from '../core/policy.js';
import { pageOf } from '../rpc/listPage.js';
import { changes } from '../rpc/watchQueue.js';
import { type Fleet, type FleetHost, hostState } from './fleet.js';

/** The fleet as people see it. Requests and responses are those of proto/thermocline/v1/fleet_service.proto. */
export function fleetService(
  fleet: Fleet,
  policyOf: (host: FleetHost) => Policy,
  status: () => GetBrainStatusResponse,
) {
  return {
    async listHosts(request: ListHostsRequest__Output): Promise<ListHostsResponse> {
      const page = pageOf(fleet.all(), (host) => host.hostId, request);
      return { hosts: page.items.map((host) => hostState(host, policyOf(host))), nextPageToken: page.nextPageToken };
    },

    async getHost(request: GetHostRequest__Output): Promise<GetHostResponse> {
      const host = fleet.require(request.hostId);
      return { host: hostState(host, policyOf(host)) };
    },

    async *watchHost(request: WatchHostRequest__Output, signal: AbortSignal): AsyncGenerator<WatchHostResponse> {
      const queue = changes<FleetHost>((callback) => fleet.watch(request.hostId, callback), signal);
      const known = fleet.get(request.hostId);
      if (known) yield { host: hostState(known, policyOf(known)) };
      for await (const host of queue) yield { host: hostState(host, policyOf(host)) };
    },

    async getBrainStatus(): Promise<GetBrainStatusResponse> {
      return status();
    },
  };
}
