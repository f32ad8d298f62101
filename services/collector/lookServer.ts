import { chmodSync, chownSync, lstatSync, mkdirSync, readFileSync, unlinkSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { FrameReader, frameOf } from '../contract/frames.js';
import { codec } from '../contract/schema.js';
import { describe, ThermoclineError } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import type { LatestLooks } from './latestLooks.js';

/** A question names a space and a stretch of pages. */
const MOST_REQUEST_BYTES = 64 * 1024;
/** rw for the owner alone: who may not read this process's memory has no business with what it accesses. */
const MODE = 0o600;

export interface RunningLookServer {
  close(): Promise<void>;
}

/** Where the socket is, and which user, by name or number, it is for; when undefined that of the actuator's unit, else the collector's. */
export interface LookPlace {
  readonly path: string;
  readonly user?: string | number | undefined;
}

/**
 * Answers the actuator of this host, over a Unix socket that the kernel lets its owner alone (and root) connect to. A socket
 * that an earlier process left is replaced; anything else at that path is left alone. Throws LISTEN_FAILED.
 */
export async function serveLooks(
  { path, user }: LookPlace,
  looks: LatestLooks,
  logger: Logger,
): Promise<RunningLookServer> {
  const requests = codec('LookRequest');
  const responses = codec('LookResponse');
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const reader = new FrameReader(MOST_REQUEST_BYTES);
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (piece: Buffer) => {
      try {
        for (const message of reader.take(piece)) {
          const answer = looks.answer(requests.decode(message), Date.now());
          socket.write(frameOf(responses.encode(answer)));
        }
      } catch (error) {
        logger.warn({ error: describe(error) }, 'a question on the look socket is not understood; it is closed');
        socket.destroy();
      }
    });
  });
  try {
    mkdirSync(dirname(path), { recursive: true });
    const uid = user === undefined ? unitsUid() : uidOf(user);
    removeSocket(path);
    // Between bind and chmod nobody else may connect either.
    const before = process.umask(0o777 & ~MODE);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, () => resolve());
    }).finally(() => process.umask(before));
    chmodSync(path, MODE);
    if (uid !== undefined) chownSync(path, uid, -1);
  } catch (error) {
    throw new ThermoclineError('LISTEN_FAILED', `${path} (look.socket): ${(error as Error).message}`, { cause: error });
  }
  return {
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Throws when something else than a socket is there. */
function removeSocket(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return;
  if (!found.isSocket()) throw new Error('something else than a socket is there');
  unlinkSync(path);
}

/** Whom deploy/systemd has the actuator run as; undefined where there is no such user, or it could not be given to them. */
function unitsUid(): number | undefined {
  return process.getuid?.() === 0 ? findUid('thermocline') : undefined;
}

/** Throws where there is no such user. */
function uidOf(user: string | number): number {
  const uid = typeof user === 'number' ? user : findUid(user);
  if (uid === undefined) throw new Error(`there is no user ${user} in /etc/passwd`);
  return uid;
}

/** From /etc/passwd (passwd(5)); users of other sources go by number. */
function findUid(user: string): number | undefined {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid] = line.split(':');
    if (name === user) return Number(uid);
  }
  return undefined;
}
