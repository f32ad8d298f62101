import type { Command } from 'commander';
import type { DiffPoliciesResponse__Output } from '../contract/gen/thermocline/v1/DiffPoliciesResponse.js';
import type { PolicySummary__Output } from '../contract/gen/thermocline/v1/PolicySummary.js';
import { ThermoclineError } from '../runtime/errors.js';
import { documentOf, FORMAT_VERSION } from './document.js';
import { type Globals, globalsOf, wholeNumber, withService } from './globals.js';
import { collectPages } from './pages.js';
import { checkedPolicyFile, placed, refuse, refusedBy, soundPolicyFile, warn } from './policyFile.js';
import { changeLines, policyLines, policyTable } from './policyView.js';
import type { Screen } from './screen.js';

const MAX_REVISION = Number.MAX_SAFE_INTEGER;
const DEFAULT_LIMIT = 1000;
const MAX_LIMIT = 100_000;

/** `thermocline policies …` */
export function addPolicies(program: Command, screen: Screen): void {
  const policies = program.command('policies').description('what the fleet goes by, and went by before');
  addValidate(policies, screen);
  addApply(policies, screen);
  addGet(policies, screen);
  addLists(policies, screen);
  addDiff(policies, screen);
}

function addValidate(policies: Command, screen: Screen): void {
  policies
    .command('validate <file>')
    .description('all that is wrong with a policy; asks no brain unless told to')
    .option('--against-fleet', 'also whether every class selects something, and whether the floors fit')
    .action(async (file: string, { againstFleet }: { againstFleet?: boolean }, command: Command) => {
      const globals = globalsOf(command, screen);
      const policy = await checkedPolicyFile(file);
      if (!againstFleet) warn(policy.warnings, file);
      else {
        const answer = await withService('PolicyService', globals, (service) =>
          service.call('ValidatePolicy', { source: policy.whole, againstFleet }),
        );
        warn(placed(answer.warnings, policy), file);
        refuse(placed(answer.problems, policy), file);
      }
      const { name, classes = [] } = policy.spec ?? {};
      if (isDocument(globals)) {
        return screen.document(globals.format, { formatVersion: FORMAT_VERSION, policy: policy.spec });
      }
      screen.lines([`${file}: policy ${name} is sound; classes: ${classes.map((each) => each.name).join(', ')}`]);
    });
}

function addApply(policies: Command, screen: Screen): void {
  policies
    .command('apply <file>')
    .description('makes the next revision of a policy, which the fleet goes by from then on')
    .option('--dry-run', 'say what would change, and change nothing')
    .option('--hold', 'make the revision and leave the active one: a rollout is to bring it to the hosts')
    .option(
      '--revision <n>',
      'only if this is the latest one; 0: only if new',
      wholeNumber('--revision', 0, MAX_REVISION),
    )
    .option('--allow-empty', 'also with classes that select nothing on any host known')
    .action(async (file: string, options: ApplyOptions, command: Command) => {
      const globals = globalsOf(command, screen);
      const policy = await checkedPolicyFile(file);
      const { dryRun = false, hold = false, allowEmpty = false, revision: expectedRevision } = options;
      const request = { source: policy.whole, dryRun, allowEmpty, hold };
      const answer = await withService('PolicyService', globals, async (service) => {
        try {
          return await service.call('ApplyPolicy', {
            ...request,
            ...(expectedRevision === undefined ? {} : { expectedRevision }),
          });
        } catch (error) {
          const refused = refusedBy(error);
          if (refused) refuse(placed(refused, policy), file);
          throw error;
        }
      });
      warn(placed(answer.warnings, policy), file);
      if (isDocument(globals)) {
        return screen.document(globals.format, { formatVersion: FORMAT_VERSION, ...(documentOf(answer) as object) });
      }
      const { name, revision } = answer.policy ?? {};
      const which = `policy ${name} revision ${revision}`;
      const is = hold ? 'made, and not active' : 'active';
      const done = `${which} ${dryRun ? 'would be' : 'is'} ${is}`;
      screen.lines([answer.created ? done : `${done}; it says the same as before`, ...changeLines(answer.changes)]);
    });
}

interface ApplyOptions {
  readonly dryRun?: true;
  readonly hold?: true;
  readonly revision?: number;
  readonly allowEmpty?: true;
}

function addGet(policies: Command, screen: Screen): void {
  policies
    .command('get [name]')
    .description('a policy as it was written; the active one without a name')
    .option('--revision <n>', 'not the latest', wholeNumber('--revision', 1, MAX_REVISION))
    .action(async (name: string | undefined, { revision = 0 }: { revision?: number }, command: Command) => {
      const globals = globalsOf(command, screen);
      const { policy, active } = await withService('PolicyService', globals, (service) =>
        service.call('GetPolicy', { name: name ?? '', revision }),
      );
      if (!policy) return;
      if (globals.format === 'yaml') return screen.lines(policy.source.trimEnd().split('\n'));
      if (globals.format === 'json') {
        return screen.document('json', { formatVersion: FORMAT_VERSION, policy: documentOf(policy), active });
      }
      screen.lines(policyLines(policy, active, Date.now()));
    });
}

function addLists(policies: Command, screen: Screen): void {
  const limit = wholeNumber('--limit', 1, MAX_LIMIT);
  policies
    .command('list')
    .description('all policies, each in its latest revision')
    .option('--limit <n>', 'at most so many', limit, DEFAULT_LIMIT)
    .action(async (options: { limit: number }, command: Command) => {
      const globals = globalsOf(command, screen);
      const found = await withService('PolicyService', globals, (service) =>
        collectPages(options.limit, async (page): Promise<[PolicySummary__Output[], string]> => {
          const response = await service.call('ListPolicies', page);
          return [response.policies, response.nextPageToken];
        }),
      );
      show(globals, 'policies', found);
    });
  policies
    .command('history <name>')
    .description('revisions of a policy, the newest first')
    .option('--limit <n>', 'at most so many', limit, DEFAULT_LIMIT)
    .action(async (name: string, options: { limit: number }, command: Command) => {
      const globals = globalsOf(command, screen);
      const found = await withService('PolicyService', globals, (service) =>
        collectPages(options.limit, async (page): Promise<[PolicySummary__Output[], string]> => {
          const response = await service.call('ListPolicyRevisions', { name, ...page });
          return [response.revisions, response.nextPageToken];
        }),
      );
      show(globals, 'revisions', found);
    });
}

function show(globals: Globals, noun: 'policies' | 'revisions', found: readonly PolicySummary__Output[]): void {
  const { format, screen, look } = globals;
  if (format === 'json' || format === 'yaml') {
    screen.document(format, { formatVersion: FORMAT_VERSION, [noun]: found.map(documentOf) });
  } else screen.rows(policyTable(look, Date.now()), found, noun);
}

function addDiff(policies: Command, screen: Screen): void {
  policies
    .command('diff <name> <before> [after]')
    .description('what changes between two revisions, or from the latest to a file')
    .action(async (name: string, before: string, after: string | undefined, _options: object, command: Command) => {
      const globals = globalsOf(command, screen);
      const sides = after === undefined ? { before: { revision: 0 }, after: sideOf(before) } : revisions(before, after);
      const answer: DiffPoliciesResponse__Output = await withService('PolicyService', globals, (service) =>
        service.call('DiffPolicies', { name, ...sides }),
      );
      if (isDocument(globals)) {
        return screen.document(globals.format, { formatVersion: FORMAT_VERSION, ...(documentOf(answer) as object) });
      }
      if (answer.changes.length === 0) process.stderr.write('no differences found\n');
      else screen.lines(changeLines(answer.changes));
    });
}

/** A file, or from the latest back to a revision: `./7` is a file of that name. */
function sideOf(text: string): { readonly revision: number } | { readonly source: string } {
  return /^\d+$/.test(text) ? { revision: wholeNumber('<revision>', 1, MAX_REVISION)(text) } : fileSide(text);
}

function fileSide(file: string): { readonly source: string } {
  return { source: soundPolicyFile(file).whole };
}

function revisions(before: string, after: string) {
  const number = wholeNumber('<revision>', 1, MAX_REVISION);
  if (!/^\d+$/.test(before))
    throw new ThermoclineError('USAGE', `a file is compared alone: policies diff NAME ${before}`);
  return { before: { revision: number(before) }, after: { revision: number(after) } };
}

function isDocument(globals: Globals): globals is Globals & { readonly format: 'json' | 'yaml' } {
  return globals.format === 'json' || globals.format === 'yaml';
}
