import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ThermoclineError } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import { MoverLost } from './moverLost.js';
import type { MoverPaths, MoverReply, MoverRequest } from './moverMessages.js';
import type { MoverName } from './moverName.js';
import type { BatchReport, MoveBatch, Mover, MoverProbe, SurveyReport, SurveyRequest } from './moverPort.js';
import type { SpaceKind } from './moveSpace.js';

/** A child that ended is started again this often within RESTARTS_WITHIN_MS; then the mover gives up. */
const MOST_RESTARTS = 5;
const RESTARTS_WITHIN_MS = 60_000;
const FIRST_BACKOFF_MS = 100;
/** A batch takes some half second, and two may queue; a child that is silent for so long is stuck, and is killed. */
const SILENCE_MS = 30_000;
/** How long an orderly end may take before the child is killed. */
const CLOSE_MS = 2000;

interface Asked {
  readonly resolve: (reply: MoverReply) => void;
  readonly reject: (error: Error) => void;
}

/** One child process, what it was asked and has not answered, and what comes after its end. */
interface Child {
  readonly process: ChildProcess;
  readonly asked: Map<number, Asked>;
  /** Settles when another may be started in its place: counted once, however many requests it left unanswered. */
  restart?: Promise<void>;
}

/** The child ended, or was killed for its silence, before it answered. */
class ChildLost extends Error {
  constructor(
    readonly child: Child,
    how: string,
  ) {
    super(how);
  }
}

/** A request but for its id. */
type Body = MoverRequest extends infer R ? (R extends MoverRequest ? Omit<R, 'id'> : never) : never;

export interface ChildMoverOptions {
  /** The mover that the child is to be; it serves the spaces below. */
  readonly name: MoverName;
  readonly serves: readonly SpaceKind[];
  readonly paths: MoverPaths;
  readonly logger: Logger;
  /** Told of each child's pid, so that a successor can wait for it to end. */
  readonly onChild?: (pid: number) => void;
  /** The child's program; the one beside this file, unless a test brings its own. */
  readonly program?: string;
}

/** A mover whose calls are made in a child process. One request at a time; a child that crashes is started again. */
export class ChildMover implements Mover {
  readonly name: MoverName;
  readonly serves: readonly SpaceKind[];
  readonly width = 1;
  private readonly options: ChildMoverOptions;
  private readonly program: string;
  private child: Child | undefined;
  private nextId = 1;
  /** Monotonic times of the restarts of late. */
  private restarts: number[] = [];
  private closed = false;

  constructor(options: ChildMoverOptions) {
    this.options = options;
    this.name = options.name;
    this.serves = options.serves;
    this.program = options.program ?? moverProgram();
  }

  async probe(): Promise<MoverProbe> {
    const reply = await this.persist({ kind: 'probe' });
    return replyOf(reply, 'probe').probe;
  }

  async survey(survey: SurveyRequest): Promise<SurveyReport> {
    const reply = await this.persist({ kind: 'survey', survey });
    return replyOf(reply, 'survey').survey;
  }

  /** A batch that a crash cuts off is begun again as a resumed one: the child asks where the pages are before it moves any. */
  async move(batch: MoveBatch): Promise<BatchReport> {
    const reply = await this.persist({ kind: 'move', batch }, { kind: 'move', batch: { ...batch, resumed: true } });
    return replyOf(reply, 'move').report;
  }

  async close(): Promise<void> {
    this.closed = true;
    const child = this.child?.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.disconnect();
    const killer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS);
    await ended;
    clearTimeout(killer);
  }

  /** Asks, and after a crash asks `again` instead. Throws CHILD_FAILED when the crashes do not end. */
  private async persist(first: Body, again: Body = first): Promise<MoverReply> {
    let body = first;
    for (;;) {
      if (this.closed) throw new ThermoclineError('CHILD_FAILED', 'the mover is closed');
      try {
        return await this.ask(body);
      } catch (error) {
        if (!(error instanceof ChildLost) || this.closed) throw error;
        error.child.restart ??= this.allowRestart(error.message);
        await error.child.restart;
        body = again;
      }
    }
  }

  private async allowRestart(lastWords: string): Promise<void> {
    this.options.logger.warn({ error: lastWords }, 'the mover was lost; starting it again');
    const now = performance.now();
    this.restarts = this.restarts.filter((at) => at > now - RESTARTS_WITHIN_MS);
    if (this.restarts.length >= MOST_RESTARTS) {
      const text = `the mover ended ${MOST_RESTARTS + 1} times within ${RESTARTS_WITHIN_MS / 1000} s, last: ${lastWords}`;
      throw new MoverLost(text);
    }
    const backoffMs = FIRST_BACKOFF_MS * 2 ** this.restarts.length;
    this.restarts.push(now);
    await sleep(backoffMs);
  }

  private ask(body: Body): Promise<MoverReply> {
    const child = this.child ?? this.start();
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const silence = setTimeout(() => child.process.kill('SIGKILL'), SILENCE_MS);
      const settle = () => {
        clearTimeout(silence);
        child.asked.delete(id);
      };
      child.asked.set(id, {
        resolve: (reply) => {
          settle();
          resolve(reply);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      // One that cannot be written to answers nothing any more. Its end rejects all that it was asked.
      child.process.send({ ...body, id }, (error) => {
        if (error) child.process.kill('SIGKILL');
      });
    });
  }

  private start(): Child {
    // The child takes none of this process's flags (a debugger's port, a script given by -e), and its stdout must not mix
    // with anybody's output.
    const process = fork(this.program, [this.name, JSON.stringify(this.options.paths)], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    const child: Child = { process, asked: new Map() };
    this.child = child;
    if (process.pid !== undefined) this.options.onChild?.(process.pid);
    process.on('message', (reply: MoverReply) => child.asked.get(reply.id)?.resolve(reply));
    const lost = (how: string) => {
      if (this.child === child) this.child = undefined;
      for (const asked of [...child.asked.values()]) asked.reject(new ChildLost(child, how));
    };
    process.on('exit', (code, signal) => lost(`exit status ${code ?? signal}`));
    process.on('error', (error) => lost(error.message));
    return child;
  }
}

function replyOf<K extends MoverReply['kind']>(reply: MoverReply, kind: K): Extract<MoverReply, { kind: K }> {
  if (reply.kind === kind) return reply as Extract<MoverReply, { kind: K }>;
  throw new ThermoclineError('CHILD_FAILED', reply.kind === 'error' ? reply.text : `answered ${reply.kind} to ${kind}`);
}

/** mover.js lies beside this file as compiled, and beside the program that it was bundled into. */
function moverProgram(): string {
  const beside = fileURLToPath(new URL('./mover.js', import.meta.url));
  if (existsSync(beside)) return beside;
  throw new ThermoclineError('CHILD_FAILED', `${beside} is missing; reinstall the actuator`);
}
