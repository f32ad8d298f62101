import type { FileSpace__Output } from '../contract/gen/thermocline/v1/FileSpace.js';
import type { ProcessSpace__Output } from '../contract/gen/thermocline/v1/ProcessSpace.js';
import type { SpaceKey__Output } from '../contract/gen/thermocline/v1/SpaceKey.js';
import type { ProcessIdentity } from '../kernel/port.js';

/** What the page numbers of a move count in: virtual pages of a process, pages of a file, page frames of a node. */
export type MoveSpace =
  | { readonly kind: 'process'; readonly process: ProcessIdentity }
  | { readonly kind: 'file'; readonly file: FileKey }
  | { readonly kind: 'physical'; readonly node: number };

export type SpaceKind = MoveSpace['kind'];

/** A file, and a way to open it. Device and inode are the proof that what was opened is the file that was meant. */
export interface FileKey {
  /** st_dev and st_ino of stat(2), decimal: both are 64-bit numbers. */
  readonly device: string;
  readonly inode: string;
  /** undefined where the plan names the file by handle alone, or by nothing. */
  readonly path: string | undefined;
}

/** Links that /proc keeps to the files of a process: /proc/PID/fd/N and /proc/PID/map_files/START-END. */
const PROC_LINK = /^\/proc\/\d+\/(fd\/\d+|map_files\/[0-9a-f]+-[0-9a-f]+)$/;

/** The space of a plan's moves. Throws a RangeError that names the field which cannot be. */
export function readSpace(key: SpaceKey__Output): MoveSpace | undefined {
  if (key.process) return { kind: 'process', process: readProcess(key.process) };
  if (key.file) return { kind: 'file', file: readFile(key.file) };
  if (key.physical) return { kind: 'physical', node: key.physical.node };
  return undefined;
}

/** One space, one text: by it moves are remembered. Without the exec mark, which a plan may lack. */
export function spaceText(space: MoveSpace): string {
  if (space.kind === 'process') return `process:${space.process.pid}:${space.process.startTicks}`;
  return space.kind === 'file' ? `file:${space.file.device}:${space.file.inode}` : `physical:${space.node}`;
}

function readProcess({ pid, startTicks, startStack, exeInode }: ProcessSpace__Output): ProcessIdentity {
  return { pid, startTicks: whole(startTicks, 'start_ticks'), startStack, exeInode: whole(exeInode, 'exe_inode') };
}

function readFile({ device, inode, openBy, path, procLink }: FileSpace__Output): FileKey {
  if (openBy === 'procLink' && !PROC_LINK.test(procLink ?? '')) throw new RangeError(`proc_link is ${procLink}`);
  if (openBy === 'path' && !path?.startsWith('/')) throw new RangeError(`path is ${path}: not absolute`);
  return { device, inode, path: openBy === 'procLink' ? procLink : openBy === 'path' ? path : undefined };
}

function whole(text: string, field: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${field} is ${text}`);
  return value;
}
