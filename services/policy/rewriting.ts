import { isSeq, parseDocument } from 'yaml';
import type { PolicySpec } from '../core/policySpec.js';
import { policyChanges } from './changes.js';
import { valueAt } from './paths.js';
import { printPolicy, writtenOf } from './printing.js';
import { readPolicy } from './reading.js';

/** Keys and indices from the top, as a policy is written. */
export type WrittenPath = readonly (string | number)[];

/**
 * A policy's text with the values at some paths those of `spec`; comments and all else stay as somebody wrote them. A text
 * that can't be changed so (a value comes from an alias, say) is printed anew: what is answered reads back as `spec`.
 */
export function rewritten(text: string, spec: PolicySpec, paths: readonly WrittenPath[]): string {
  const document = parseDocument(text);
  const written = writtenOf(spec);
  for (const path of paths) {
    if (path[0] === 'classes' && !isSeq(document.get('classes'))) document.set('classes', written['classes']);
    else document.setIn(path, valueAt(written, path));
  }
  const changed = document.errors.length > 0 ? '' : document.toString({ lineWidth: 0 });
  return says(changed, spec) ? changed : printPolicy(spec);
}

/** Whether a text says the same as a policy, whatever its revision. */
export function says(text: string, spec: PolicySpec): boolean {
  const read = readPolicy(text).spec;
  return read !== undefined && policyChanges(read, spec).length === 0;
}

const FIRST = '# -- evidence:';
const LAST = '# -- end of the evidence';

/** A policy's text with lines of evidence as comments at its head, in place of those that it had. */
export function withEvidence(text: string, title: string, lines: readonly string[]): string {
  const evidence = [`${FIRST} ${title}`, ...lines.map((line) => `# ${line}`.trimEnd()), LAST];
  const own = text.split('\n');
  const first = own.findIndex((line) => line.startsWith(FIRST));
  const last = own.indexOf(LAST, first);
  if (first >= 0 && last >= 0) own.splice(first, last - first + 1);
  // What tells editors the schema has to stay first.
  const at = own[0]?.startsWith('# yaml-language-server:') ? 1 : 0;
  own.splice(at, 0, ...evidence);
  return own.join('\n');
}
