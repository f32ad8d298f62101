import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { rewritten, says, withEvidence } from '../policy/rewriting.js';
import { describe, ThermoclineError } from '../runtime/errors.js';
import type { TuneReport } from '../tune/tune.js';

export interface Evidence {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Writes the policy that was found: the text of the one at hand with its values changed, and the evidence at its head. */
export function writeTuned(file: string, text: string, { tuned, parameters }: TuneReport, evidence: Evidence): void {
  const changed = rewritten(
    text,
    tuned,
    parameters.map(({ path }) => path),
  );
  const whole = withEvidence(changed, evidence.title, evidence.lines);
  if (!says(whole, tuned)) throw new ThermoclineError('INTERNAL', 'the tuned policy does not read back as was tried');
  guarded(() => {
    writeFileSync(`${file}.part`, whole);
    renameSync(`${file}.part`, file);
  });
}

/** Throws TUNE_UNWRITABLE: said before the search, which may take an hour, rather than after it. */
export function requireWritable(file: string): void {
  guarded(() => {
    writeFileSync(`${file}.part`, '');
    rmSync(`${file}.part`);
  });
}

function guarded(write: () => void): void {
  try {
    write();
  } catch (cause) {
    throw new ThermoclineError('TUNE_UNWRITABLE', describe(cause), { cause });
  }
}
