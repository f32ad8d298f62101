import type { Direction__Output } from '../contract/gen/thermocline/v1/Direction.js';
import type { ExecutionState__Output } from '../contract/gen/thermocline/v1/ExecutionState.js';
import type { OutcomeState__Output } from '../contract/gen/thermocline/v1/OutcomeState.js';
import type { PlanState__Output } from '../contract/gen/thermocline/v1/PlanState.js';
import type { SpaceKey__Output } from '../contract/gen/thermocline/v1/SpaceKey.js';

/** Names of the contract as people write and read them: PLAN_STATE_PENDING_APPROVAL is PendingApproval. */

export function stateWord(state: PlanState__Output | OutcomeState__Output | ExecutionState__Output): string {
  const name = state.replace(/^(PLAN|OUTCOME|EXECUTION)_STATE_/, '');
  return name
    .toLowerCase()
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

export function directionWord(direction: Direction__Output): string {
  return direction.replace(/^DIRECTION_/, '').toLowerCase();
}

export function spaceWords(key: SpaceKey__Output | null): string {
  if (key?.process) return `process ${key.process.pid}`;
  if (key?.file) {
    const { path, procLink, device, inode } = key.file;
    return `file ${path ?? procLink ?? `${device}:${inode}`}`;
  }
  if (key?.physical) return `physical memory of node ${key.physical.node}`;
  return 'unknown space';
}

/** Column `ADDRESS` is one for memory; in a file it is the offset. */
export function placeWord(key: SpaceKey__Output | null): string {
  return key?.file ? 'OFFSET' : 'ADDRESS';
}
