import { type RolloutReading, readRollout } from '../policy/rolloutReading.js';
import { ThermoclineError } from '../runtime/errors.js';
import { read, refuse } from './policyFile.js';

export interface RolloutFile {
  /** As it is written. */
  readonly source: string;
  /** Stable revision 0: which it is a brain knows. */
  readonly spec: NonNullable<RolloutReading['spec']>;
}

/** A rollout without problems. Says all that is wrong on stderr, then throws ROLLOUT_INVALID; CONFIG_MISSING. */
export function soundRolloutFile(file: string): RolloutFile {
  const source = read(file, 'name a rollout file');
  const { spec, problems } = readRollout(source);
  refuse(problems, file, 'ROLLOUT_INVALID');
  if (!spec) throw new ThermoclineError('INTERNAL', `${file} has neither problems nor a rollout`);
  return { source, spec };
}

/** Says on stderr what a brain refused by ROLLOUT_INVALID, with the name of our file, and throws; throws other errors as they are. */
export function throwRefused(error: unknown, file: string): never {
  if (!(error instanceof ThermoclineError) || error.code !== 'ROLLOUT_INVALID') throw error;
  const lines = error.message.split('\n').map((line) => line.replace(/^rollout(?=:)/, file));
  for (const line of lines) process.stderr.write(`${line}\n`);
  const count = lines.length === 1 ? 'one problem' : `${lines.length} problems`;
  throw new ThermoclineError('ROLLOUT_INVALID', `${file} has ${count}, listed above`, { cause: error });
}
