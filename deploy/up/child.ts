import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** How long a child may take to end in order before it is killed. */
const STOP_TIMEOUT_MS = 15_000;
/** Lines of its log shown when a child ends unexpectedly. */
const LOG_TAIL_LINES = 8;

export interface ChildOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Where stderr goes, and stdout as well unless `onLine` wants it. */
  readonly logFile: string;
  readonly onLine?: (line: string) => void;
  /** Called when the child ends although nobody asked it to. */
  readonly onUnexpectedEnd?: (message: string) => void;
  readonly env?: NodeJS.ProcessEnv;
}

/** A process of ours: started, stopped in order by its id, its output kept. */
export class Child {
  private process: ChildProcess | undefined;
  private stopping = false;

  constructor(private readonly options: ChildOptions) {}

  get pid(): number | undefined {
    return this.process?.pid;
  }

  get running(): boolean {
    return this.process !== undefined && this.process.exitCode === null && this.process.signalCode === null;
  }

  start(): this {
    this.stopping = false;
    const log = openSync(this.options.logFile, 'a');
    const child = spawn(this.options.command, [...this.options.args], {
      stdio: ['ignore', this.options.onLine ? 'pipe' : log, log],
      env: { ...process.env, ...this.options.env },
    });
    closeSync(log);
    if (child.stdout && this.options.onLine) createInterface({ input: child.stdout }).on('line', this.options.onLine);
    child.on('error', (error) => this.options.onUnexpectedEnd?.(`${this.options.name}: ${error.message}`));
    // Not `exit`: its last lines may come after that.
    child.on('close', (code, signal) => {
      if (!this.stopping && this.process === child) this.options.onUnexpectedEnd?.(this.story(code, signal));
    });
    this.process = child;
    return this;
  }

  /** Asks the child to end and waits until it has; kills it when it takes too long. Answers its exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.process;
    this.stopping = true;
    if (!child || !this.running) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    const code = await ended;
    clearTimeout(timer);
    return code;
  }

  /** Waits until the child has ended by itself, `timeoutMs` at most. */
  async ended(timeoutMs: number): Promise<void> {
    const child = this.process;
    this.stopping = true;
    if (!child || !this.running) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
    await Promise.race([new Promise((resolve) => child.once('exit', resolve)), late]);
    clearTimeout(timer);
  }

  /** Stops it, in order or with SIGKILL, and starts it again. */
  async restart(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.stop(signal);
    this.start();
  }

  private story(code: number | null, signal: NodeJS.Signals | null): string {
    const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
    const tail = readFileSync(this.options.logFile, 'utf8').trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n  ');
    return `${this.options.name} ${how}; the end of ${this.options.logFile}:\n  ${tail}`;
  }
}
