import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: the nearest directory above with a package.json, whether this runs from sources or from dist. */
export function checkoutRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error('no package.json above the tests; run them from a checkout');
    directory = parent;
  }
  return directory;
}

export interface Outcome {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** When the first byte of stdout came and when the program ended, in ms from its start. */
  readonly firstOutputMs: number | null;
  readonly ms: number;
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** SIGTERM after so long, SIGKILL 10 s later. */
  readonly limitMs?: number;
  /** Called with each piece of stdout as it comes. */
  readonly onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

const KILL_AFTER_MS = 10_000;

/** Runs a program of the checkout to its end. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(join(checkoutRoot(), program), args, {
      cwd: checkoutRoot(),
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    let firstOutputMs: number | null = null;
    const limitMs = options.limitMs ?? 120_000;
    const timers = [
      setTimeout(() => child.kill('SIGTERM'), limitMs),
      setTimeout(() => child.kill('SIGKILL'), limitMs + KILL_AFTER_MS),
    ];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      firstOutputMs ??= performance.now() - begun;
      stdout += text;
      options.onOutput?.(text, (signal) => child.kill(signal));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (status, signal) => {
      for (const timer of timers) clearTimeout(timer);
      resolve({ status, signal, stdout, stderr, firstOutputMs, ms: performance.now() - begun });
    });
  });
}

/** Boots the lab guest; `args` are those of deploy/lab/lab.sh. */
export function lab(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return run('deploy/lab/lab.sh', args, options);
}
