import type { GetActuatorStatusResponse__Output } from '../contract/gen/thermocline/v1/GetActuatorStatusResponse.js';
import type { GetBrainStatusResponse__Output } from '../contract/gen/thermocline/v1/GetBrainStatusResponse.js';
import type { GetCollectorStatusResponse__Output } from '../contract/gen/thermocline/v1/GetCollectorStatusResponse.js';
import type { LocalControl__Output } from '../contract/gen/thermocline/v1/LocalControl.js';
import type { MoverStatus__Output } from '../contract/gen/thermocline/v1/MoverStatus.js';
import type { SafetyNetStatus__Output } from '../contract/gen/thermocline/v1/SafetyNetStatus.js';
import type { TrackerStatus__Output } from '../contract/gen/thermocline/v1/TrackerStatus.js';
import { facts, Table, type TableLook } from './columns.js';
import { limitationLines } from './hostView.js';
import { bytesText, secondsText } from './quantities.js';
import type { Screen } from './screen.js';

export function brainLines(status: GetBrainStatusResponse__Output, screen: Screen): string[] {
  return [
    ...facts([
      ['Brain', screen.title(status.brainId)],
      ['Version', status.version],
      ['Policy', `${status.policyName} revision ${status.policyRevision}`],
      ['Hosts', status.hosts],
      ['Batches', status.batches],
      ['Plans', status.plans],
      ['Dead letters', Number(status.deadLetters) > 0 ? screen.warning(status.deadLetters) : status.deadLetters],
    ]),
    ...limitationLines(status.limitations, screen),
  ];
}

export function collectorLines(status: GetCollectorStatusResponse__Output, look: TableLook, screen: Screen): string[] {
  const trackers = new Table<TrackerStatus__Output>(
    [
      { title: 'TRACKER', text: (tracker) => tracker.name },
      { title: 'WORKS', text: (tracker) => yesNo(tracker.works) },
      { title: 'IN USE', text: (tracker) => yesNo(tracker.inUse) },
      { title: 'PAGES', text: (tracker) => (tracker.pageGranular ? 'each' : 'regions'), wide: true },
      { title: 'REASON', text: (tracker) => tracker.reason || '-' },
    ],
    look,
  );
  return [
    ...facts([
      ['Host', screen.title(status.hostId)],
      ['Boot', status.bootId],
      ['Version', status.version],
      ['Watched processes', String(status.watchedProcesses)],
      ['Windows', status.windows],
      ['Batches published', status.batchesPublished],
      ['Batches in the spool', status.batchesSpooled],
      ['Batches dropped', Number(status.batchesDropped) > 0 ? screen.warning(status.batchesDropped) : '0'],
    ]),
    ...(status.trackers.length > 0 ? ['', ...trackers.lines(status.trackers)] : []),
    ...limitationLines(status.limitations, screen),
  ];
}

export function actuatorLines(status: GetActuatorStatusResponse__Output, screen: Screen): string[] {
  const { controlAgeSeconds, totals } = status;
  return [
    ...facts([
      ['Host', screen.title(status.hostId)],
      ['Boot', status.bootId],
      ['Version', status.version],
      ['Held back by', status.heldBackBy ? screen.warning(status.heldBackBy) : undefined],
      ['Orders here', ordersText(status.localControl)],
      ['Control heard', controlAgeSeconds === undefined ? 'never' : `${secondsText(controlAgeSeconds)} ago`],
      ['Plan under way', status.planId || 'none'],
      ['Plans waiting', String(status.plansWaiting)],
      ['Plans completed', status.plansCompleted],
      ['Plans refused', status.plansRefused],
      ['Movers', moversText(status.movers)],
      ['Moved', totals ? bytesText(Number(totals.bytesMoved)) : undefined],
      ['Safety net', status.safetyNet ? netText(status.safetyNet, screen) : undefined],
      ['Limit', `${bytesText(Number(status.limitBytesPerSecond))}/s`],
      ['Fencing token', status.highestFencingToken],
    ]),
    ...limitationLines(status.limitations, screen),
  ];
}

/** Those that work, with how many batches each moves side by side where it is more than one. */
function moversText(movers: readonly MoverStatus__Output[]): string {
  const working = movers.filter(({ works }) => works);
  const text = ({ name, sideBySide }: MoverStatus__Output) => (sideBySide > 1 ? `${name} × ${sideBySide}` : name);
  return working.map(text).join(', ') || 'none';
}

function netText(net: SafetyNetStatus__Output, screen: Screen): string {
  const { shortNodes, refusedBy, demotedBytes, leftMemoryBytes } = net;
  const did = `${bytesText(Number(demotedBytes))} demoted, ${bytesText(Number(leftMemoryBytes))} left memory`;
  if (shortNodes.length === 0) return did;
  const short = `node ${shortNodes.join(', ')} is short${refusedBy ? `, ${refusedBy}: ${net.refusedText}` : ''}`;
  return `${screen.warning(short)}; ${did}`;
}

/** What people at a host have said. */
export function localControlLines(control: LocalControl__Output, screen: Screen): string[] {
  const orders = ordersText(control);
  return facts([
    ['Orders here', orders === undefined ? 'none' : screen.warning(orders)],
    ['Given by', control.by || undefined],
  ]);
}

function ordersText(control: LocalControl__Output | null): string | undefined {
  if (!control) return undefined;
  const { pause, stop, dryRun, limits } = control;
  const bounds = [
    ['', limits?.bytesPerSecond, limits?.pagesPerSecond],
    [' promoted', limits?.promotionBytesPerSecond, limits?.promotionPagesPerSecond],
    [' demoted', limits?.demotionBytesPerSecond, limits?.demotionPagesPerSecond],
    [' between two nodes', limits?.pairBytesPerSecond, limits?.pairPagesPerSecond],
  ] as const;
  const orders = [
    ...(stop ? ['stop'] : []),
    ...(pause ? ['pause'] : []),
    ...(dryRun ? ['dry run'] : []),
    ...bounds.flatMap(([which, bytes, pages]) => [
      ...(bytes === undefined ? [] : [`at most ${bytesText(Number(bytes))}B/s${which}`]),
      ...(pages === undefined ? [] : [`at most ${pages} pages/s${which}`]),
    ]),
  ];
  return orders.length > 0 ? orders.join(', ') : undefined;
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
