import type { Hint__Output } from '../contract/gen/thermocline/v1/Hint.js';
import type { Hint, HintKind } from '../core/hint.js';
import type { Problem } from '../core/problem.js';
import { compileSelector } from '../core/selector.js';
import { selectorOf } from './selectorMessage.js';

const MAX_AHEAD_MS = 30 * 86_400_000;

const KIND_OF: Readonly<Record<string, HintKind>> = {
  HINT_KIND_PROMOTE_BEFORE: 'promote-before',
  HINT_KIND_NEVER_DEMOTE: 'never-demote',
};

/** A sound hint in the words of core. */
export function coreHint(message: Hint__Output): Hint {
  const { startPage, pages, beforeUnixMs } = message;
  return {
    id: message.id,
    kind: KIND_OF[message.kind] ?? 'never-demote',
    selector: message.selector ? selectorOf(message.selector) : {},
    ...(message.class !== '' && { className: message.class }),
    ...(message.hostId !== '' && { hostId: message.hostId }),
    ...(message.spaceKey !== '' && { spaceKey: message.spaceKey }),
    ...(startPage !== undefined && { startPage: Number(startPage) }),
    ...(pages !== undefined && { pages: Number(pages) }),
    ...(beforeUnixMs !== undefined && { beforeUnixMs: Number(beforeUnixMs) }),
    expiresUnixMs: Number(message.expiresUnixMs),
  };
}

/** All that is wrong with a hint: field, what stands there, what may. */
export function hintProblems(message: Hint__Output, nowUnixMs: number): string[] {
  const problems: Problem[] = [];
  const check = (path: string, got: unknown, sound: boolean, expected: string): void => {
    if (!sound) problems.push({ path, got: JSON.stringify(got) ?? 'nothing', expected });
  };
  const kind = KIND_OF[message.kind];
  check('kind', message.kind, kind !== undefined, 'PROMOTE_BEFORE or NEVER_DEMOTE');
  const expires = Number(message.expiresUnixMs);
  check('expires_unix_ms', expires, expires > nowUnixMs, 'a time ahead');
  check('expires_unix_ms', expires, expires <= nowUnixMs + MAX_AHEAD_MS, 'at most 30 days ahead');
  const before = message.beforeUnixMs === undefined ? undefined : Number(message.beforeUnixMs);
  check('before_unix_ms', before, kind !== 'never-demote' || before === undefined, 'none: it is for promote-before');
  check('before_unix_ms', before, before === undefined || before < expires, 'before the hint expires');
  check('host_id', message.hostId, message.pid === undefined || message.hostId !== '', 'a host: pids are of one host');
  const ranged = message.startPage !== undefined || message.pages !== undefined;
  check('pages', message.pages, !ranged || Number(message.pages ?? 0) > 0, 'at least 1, with start_page');
  check('start_page', message.startPage, !ranged || message.startPage !== undefined, 'a page number, with pages');
  check(
    'start_page',
    message.startPage,
    !ranged || message.pid !== undefined,
    'none without a pid: page numbers are of one process',
  );
  compileSelector(message.selector ? selectorOf(message.selector) : {}, 'selector', problems);
  return problems.map(({ path, got, expected }) => `hint.${path}: got ${got}; expected ${expected}`);
}
