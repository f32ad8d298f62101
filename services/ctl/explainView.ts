import type { ExplainPageResponse__Output } from '../contract/gen/thermocline/v1/ExplainPageResponse.js';
import type { ExplainPlanResponse__Output } from '../contract/gen/thermocline/v1/ExplainPlanResponse.js';
import type { NodeRoom__Output } from '../contract/gen/thermocline/v1/NodeRoom.js';
import type { PageExplanation__Output } from '../contract/gen/thermocline/v1/PageExplanation.js';
import type { PageHistory__Output } from '../contract/gen/thermocline/v1/PageHistory.js';
import type { PlanGround__Output } from '../contract/gen/thermocline/v1/PlanGround.js';
import type { RuleSummary__Output } from '../contract/gen/thermocline/v1/RuleSummary.js';
import { facts, Table, type TableLook } from './columns.js';
import { ageText, bytesText, counted, hex, secondsText } from './quantities.js';
import type { Screen } from './screen.js';
import { directionWord } from './words.js';

type Numbers = Readonly<Record<string, number>>;

/** `plans explain` for people: the plan by rules, its budget and room; with a page, what was recorded and what holds now. */
export function explainLines(
  { summary, ground, rules, recorded, present }: ExplainPlanResponse__Output,
  look: TableLook,
  screen: Screen,
  nowUnixMs: number,
): string[] {
  if (!summary) return [];
  const { pageSize } = summary;
  const head = facts([
    ['Plan', screen.title(summary.planId)],
    ['Host', summary.hostId],
    ['Policy', `${summary.policyName} revision ${summary.policyRevision}`],
    ['Created', `${ageText(summary.createdUnixMs, nowUnixMs)} ago`],
  ]);
  if (recorded) {
    return [
      ...head,
      '',
      ...recordedLines(recorded, pageSize, screen, 'Then: recorded when the plan was made'),
      '',
      ...(present ? presentLines(present, screen, 'Now: by the plan that would be made at this moment') : GONE),
    ];
  }
  return [
    ...head,
    ...(ground ? groundLines(ground, pageSize) : []),
    ...(ground && ground.nodes.length > 0 ? ['', ...roomTable(pageSize, look).lines(ground.nodes)] : []),
    ...(rules.length > 0 ? ['', ...ruleTable(look).lines(rules)] : []),
    '',
    ...rules.map(({ class: of, rule, text, numbers }) => `${of} ${rule}: ${text} (${numbersText(numbers)})`),
  ];
}

const GONE = ['Now: the host or the space is gone, or no look covered the page since'];

/** `why` for people. */
export function whyLines({ present, recorded }: ExplainPageResponse__Output, screen: Screen): string[] {
  const pageSize = present?.pageSize ?? 4096;
  return [
    ...(present ? presentLines(present, screen, 'Now: by the plan that would be made at this moment') : GONE),
    ...recorded.flatMap((each) => [
      '',
      ...recordedLines(each, pageSize, screen, `Then: recorded by plan ${each.planId}`),
    ]),
  ];
}

function presentLines(present: PageExplanation__Output, screen: Screen, title: string): string[] {
  const { pageSize, startPage, pages } = present;
  const from = Number(startPage) * pageSize;
  const where = present.node === undefined ? 'not known' : `node ${present.node}, tier ${present.tier ?? '-'}`;
  return [
    screen.title(title),
    ...facts(
      [
        ['Space', `${present.spaceKey} ${present.command.trim()}`.trim()],
        ['Page', `${present.page} at ${hex(Number(present.page) * pageSize)}`],
        ['Run', `${hex(from)}-${hex(from + Number(pages) * pageSize)} (${bytesText(Number(pages) * pageSize)})`],
        ['Class', present.class || 'none selects the space'],
        ['Heat', present.heat.toFixed(3)],
        ['Age', secondsText(present.ageSeconds)],
        [
          'Looked at',
          present.staleSeconds > 0 ? `up to ${present.staleSeconds.toFixed(1)}s ago` : 'in the latest window',
        ],
        ['Where', where],
        ['Kind', present.kind || undefined],
      ],
      '  ',
    ),
    ...present.steps.map(({ rule, passed, text }) => `  ${passed ? 'yes' : 'NO '}  ${rule}: ${text}`),
    `  ${screen.title(present.verdict)}`,
  ];
}

function recordedLines(recorded: PageHistory__Output, pageSize: number, screen: Screen, title: string): string[] {
  if (!recorded.planned) {
    return [screen.title(title), `  page ${recorded.page} is not among its moves, and nothing was recorded of it`];
  }
  const { reason, result, resultDetail, startPage, pages } = recorded;
  const from = Number(startPage) * pageSize;
  const became = result.replace('SUB_RUN_RESULT_', '').toLowerCase().replace('_', ' ');
  return [
    screen.title(title),
    ...facts(
      [
        ['Space', recorded.spaceKey],
        ['Run', `${hex(from)}-${hex(from + Number(pages) * pageSize)} (${bytesText(Number(pages) * pageSize)})`],
        ['Class', recorded.class || undefined],
        ['Heat', recorded.heat.toFixed(3)],
        ['Age', secondsText(recorded.ageSeconds)],
        ['Move', `${directionWord(recorded.direction)} from node ${recorded.fromNode} to node ${recorded.toNode}`],
        ['Rule', reason ? `${reason.rule}: ${reason.text}` : undefined],
        ['Numbers', reason ? numbersText(reason.numbers) || undefined : undefined],
        [
          'Became',
          became === 'unspecified' ? 'not told of yet' : `${became}${resultDetail ? `: ${resultDetail}` : ''}`,
        ],
      ],
      '  ',
    ),
  ];
}

function groundLines(ground: PlanGround__Output, pageSize: number): string[] {
  const bytes = (pages: string): string => bytesText(Number(pages) * pageSize);
  return facts([
    ['Budget', `${bytesText(ground.bytesPerSecond)}/s for ${ground.planSeconds}s: ${bytes(ground.budgetPages)}`],
    ['Under way', Number(ground.waitingPages) > 0 ? `${bytes(ground.waitingPages)} of earlier plans` : undefined],
  ]);
}

function roomTable(pageSize: number, look: TableLook): Table<NodeRoom__Output> {
  const signed = (pages: string): string =>
    `${Number(pages) < 0 ? '-' : ''}${bytesText(Math.abs(Number(pages)) * pageSize)}`;
  return new Table(
    [
      { title: 'NODE', text: ({ node }) => String(node), right: true },
      { title: 'TIER', text: ({ tier }) => String(tier), right: true },
      { title: 'HEADROOM', text: ({ headroomPages }) => signed(headroomPages), right: true },
      { title: 'ROOM BEFORE', text: ({ roomBefore }) => signed(roomBefore), right: true },
      { title: 'ROOM AFTER', text: ({ roomAfter }) => signed(roomAfter), right: true },
    ],
    look,
  );
}

function ruleTable(look: TableLook): Table<RuleSummary__Output> {
  return new Table(
    [
      { title: 'CLASS', text: ({ class: of }) => of },
      { title: 'RULE', text: ({ rule }) => rule },
      { title: 'DIRECTION', text: ({ direction }) => directionWord(direction) },
      { title: 'MOVES', text: ({ moves }) => moves, right: true },
      { title: 'BYTES', text: ({ bytes }) => bytesText(Number(bytes)), right: true },
      { title: 'PAGES', text: ({ pages }) => counted(pages, 'page'), right: true, wide: true },
    ],
    look,
  );
}

/** `hot-rate 0.3, heat-least 0.42`: four digits are as many as people compare. */
function numbersText(numbers: Numbers): string {
  const parts = Object.entries(numbers).map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`);
  return parts.join(', ');
}
