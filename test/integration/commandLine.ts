import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { checkoutRoot } from '../lab/guest.js';

/** The `thermocline` command that people run. */
export const MAIN = join(checkoutRoot(), 'dist/bin/thermocline.js');
/** No command here takes as long on a busy machine. */
const LIMIT_MS = 60_000;

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way. */
export interface Running {
  readonly child: ChildProcess;
  /** Resolves once stdout matches. */
  seen(pattern: RegExp): Promise<void>;
  readonly ended: Promise<Ended>;
}

export function startThermocline(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Running {
  const env = { PATH: process.env['PATH'], ...environment };
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  let stdout = '';
  let stderr = '';
  let tell: () => void = () => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    tell();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ status, stdout, stderr });
    });
  });
  const seen = async (pattern: RegExp): Promise<void> => {
    const matched = new Promise<void>((resolve) => {
      tell = () => {
        if (pattern.test(stdout)) resolve();
      };
      tell();
    });
    const early = ended.then(() => {
      if (!pattern.test(stdout)) throw new Error(`ended without ${pattern}: ${stdout}${stderr}`);
    });
    await Promise.race([matched, early]);
  };
  return { child, seen, ended };
}

export function thermocline(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return startThermocline(args, environment).ended;
}
