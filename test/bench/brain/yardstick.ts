import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** Compiles test/bench/c and returns the path of one of its programs. */
export function yardstick(name: string): string {
  execFileSync('bash', [`${ROOT}test/bench/c/build.sh`, `${ROOT}dist/bench`], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return `${ROOT}dist/bench/${name}`;
}
