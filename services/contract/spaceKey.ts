import type { SpaceKey__Output } from './gen/thermocline/v1/SpaceKey.js';

/** One text for one space: what maps are keyed by. Undefined for a key that names no space. */
export function spaceKeyText(key: SpaceKey__Output | null): string | undefined {
  if (key?.process) {
    const { pid, startTicks, startStack, exeInode } = key.process;
    return `process:${pid}:${startTicks}:${startStack}:${exeInode}`;
  }
  if (key?.file) return `file:${key.file.device}:${key.file.inode}`;
  if (key?.physical) return `physical:${key.physical.node}`;
  return undefined;
}
