import type { GetActuatorStatusResponse } from '../contract/gen/thermocline/v1/GetActuatorStatusResponse.js';
import type { SafetyNetStatus } from '../contract/gen/thermocline/v1/SafetyNetStatus.js';
import type { Actuator } from './actuator.js';
import type { Clock } from './clock.js';
import type { Limitation } from './limitations.js';
import { ordersMessage } from './localControl.js';
import type { Meters } from './meters.js';
import type { SafetyNet } from './safetyNet.js';

export interface StatusView {
  readonly hostId: string;
  readonly bootId: string;
  readonly version: string;
  readonly actuator: Actuator;
  readonly meters: Meters;
  readonly clock: Clock;
  readonly limitations: () => readonly Limitation[];
}

/** What GetActuatorStatus answers. */
export function statusOf(view: StatusView): GetActuatorStatusResponse {
  const { actuator, meters, clock } = view;
  const { control, executor, rates } = actuator;
  const now = clock.monotonicMs();
  const controlAgeSeconds = control.ageSeconds(now);
  return {
    hostId: view.hostId,
    bootId: view.bootId,
    version: view.version,
    limitations: [...view.limitations()],
    planId: executor.planId ?? '',
    plansWaiting: executor.waiting,
    plansCompleted: meters.plansCompleted,
    plansRefused: meters.plansRefused,
    totals: meters.totals.message(),
    limitBytesPerSecond: Number.isFinite(rates.limit) ? Math.floor(rates.limit) : 0,
    ...(controlAgeSeconds !== undefined && { controlAgeSeconds }),
    highestFencingToken: control.highestFencingToken,
    heldBackBy: actuator.heldBack(now) ?? '',
    pairs: rates.pairs.all.map(({ fromNode, toNode, limit, share }) => ({
      fromNode,
      toNode,
      ...(Number.isFinite(limit) && { limitBytesPerSecond: Math.floor(limit) }),
      refusalShare: share,
    })),
    ...(actuator.safetyNet && { safetyNet: netStatus(actuator.safetyNet) }),
    localControl: ordersMessage(actuator.local.orders),
    movers: actuator.movers.all.map(({ mover, probe }) => ({
      name: mover.name,
      works: probe.works,
      code: probe.code ?? '',
      text: probe.text,
      spaces: [...mover.serves],
      sideBySide: mover.width,
      loss: mover.loss ?? '',
    })),
  };
}

function netStatus(net: SafetyNet): SafetyNetStatus {
  return {
    shortNodes: net.shortNodes.map(({ id }) => id),
    refusedBy: net.refused?.reason ?? '',
    refusedText: net.refused?.text ?? '',
    requests: net.requests,
    demotedBytes: net.demotedBytes,
    leftMemoryBytes: net.leftBytes,
  };
}
