import { lstatSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { FrameReader, frameOf } from '../contract/frames.js';
import type { LookResponse__Output } from '../contract/gen/thermocline/v1/LookResponse.js';
import type { SpaceKey__Output } from '../contract/gen/thermocline/v1/SpaceKey.js';
import { codec } from '../contract/schema.js';

/** A collector that is busy closing a window answers later than this; then the moves go on without. */
const ANSWER_MS = 500;
/** After a failure nobody is asked again for so long. */
const AGAIN_MS = 5000;
/** Every range of a space in 20 minutes of windows. */
const MOST_RESPONSE_BYTES = 16 * 2 ** 20;

/** Which pages of which space, and since when. */
export interface LookWanted {
  readonly space: SpaceKey__Output;
  readonly sinceUnixMs: number;
  readonly firstPage: number;
  readonly lastPage: number;
}

/** The last look before a demotion: asks the collector of this host what it has seen accessed. */
export interface LastLook {
  /** Undefined when nobody answers, and then `obstacle` says why; without `ageSeconds` where no tracker looks at the space. */
  ask(wanted: LookWanted): Promise<LookResponse__Output | undefined>;
  /** Why a question has no answer; undefined where the last one had one, or where there is somebody to ask. */
  readonly obstacle: string | undefined;
  close(): void;
}

interface Asked {
  readonly resolve: (response: LookResponse__Output | undefined) => void;
  readonly timer: NodeJS.Timeout;
}

/** Over the collector's Unix socket, which has to be a socket of this process's user or root's that no other may connect to. */
export class SocketLastLook implements LastLook {
  private failure: string | undefined;
  private readonly requests = codec('LookRequest');
  private readonly responses = codec('LookResponse');
  private socket: Socket | undefined;
  /** In order of the questions, which is that of the answers. */
  private asked: Asked[] = [];
  private notBeforeMs = 0;

  constructor(
    private readonly path: string,
    private readonly clockMs: () => number,
  ) {}

  get obstacle(): string | undefined {
    return this.failure ?? whyNotOurs(this.path);
  }

  ask({ space, sinceUnixMs, firstPage, lastPage }: LookWanted): Promise<LookResponse__Output | undefined> {
    if (this.clockMs() < this.notBeforeMs) return Promise.resolve(undefined);
    const socket = this.socket ?? this.connect();
    if (!socket) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.lost(`no answer within ${ANSWER_MS} ms`), ANSWER_MS);
      this.asked.push({ resolve, timer });
      socket.write(frameOf(this.requests.encode({ space, sinceUnixMs, firstPage, lastPage })));
    });
  }

  close(): void {
    this.lost('closed');
  }

  private connect(): Socket | undefined {
    const wrong = whyNotOurs(this.path);
    if (wrong !== undefined) {
      this.lost(wrong);
      return undefined;
    }
    const socket = createConnection(this.path);
    const reader = new FrameReader(MOST_RESPONSE_BYTES);
    socket.unref();
    socket.on('error', (error) => this.lost(`${this.path}: ${error.message}`, socket));
    socket.on('close', () => this.lost(`${this.path}: the collector closed it`, socket));
    socket.on('data', (piece: Buffer) => {
      try {
        for (const message of reader.take(piece)) this.answered(this.responses.decode(message));
      } catch (error) {
        this.lost(`${this.path}: ${(error as Error).message}`, socket);
      }
    });
    this.socket = socket;
    return socket;
  }

  private answered(response: LookResponse__Output): void {
    const first = this.asked.shift();
    if (!first) return;
    clearTimeout(first.timer);
    this.failure = undefined;
    first.resolve(response);
  }

  /** Gives every question up. `of`: the socket that it is about; one that was given up before changes nothing. */
  private lost(why: string, of: Socket | undefined = this.socket): void {
    if (of !== this.socket) return;
    this.socket = undefined;
    this.failure = why;
    this.notBeforeMs = this.clockMs() + AGAIN_MS;
    of?.destroy();
    const waiting = this.asked;
    this.asked = [];
    for (const { resolve, timer } of waiting) {
      clearTimeout(timer);
      resolve(undefined);
    }
  }
}

/** Why this path is not to be asked: undefined for a socket of this user or root that nobody else may connect to. */
export function whyNotOurs(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return `${path} is not there: no collector serves looks on this host`;
  if (!found.isSocket()) return `${path} is no socket`;
  if (found.uid !== 0 && found.uid !== process.getuid?.()) return `${path} belongs to user ${found.uid}`;
  if ((found.mode & 0o077) !== 0)
    return `${path} has mode ${(found.mode & 0o777).toString(8)}; others may connect to it`;
  return undefined;
}
