/**
 * Where an application lets its memory be: /proc/PID/numa_maps (Documentation/filesystems/proc.rst; mpol_to_str in
 * mm/mempolicy.c) and Mems_allowed_list of /proc/PID/status (cpusets(7)). move_pages(2) itself goes past a memory policy.
 */
import type { MemoryBinding } from './port.js';
import { statusField } from './stat.js';

/** Modes that name the only nodes; `prefer`, `local` and `default` leave a choice. Flags stand behind a `=`. */
const STRICT = /^(?:bind|interleave|weighted interleave)(?:=[a-z|]+)?:([0-9,-]*)$/;
/** `7f0000000000 bind:0-1 anon=3 …`: the mode `weighted interleave` is the one with a blank. */
const LINE = /^([0-9a-f]+) (weighted interleave\S*|\S+)/;

/** `0-1,3` as numbers; empty for what is no such list. */
export function parseNodes(list: string): Set<number> {
  const nodes = new Set<number>();
  for (const part of list.split(',')) {
    const [first = '', last = first] = part.split('-');
    if (!/^\d+$/.test(first) || !/^\d+$/.test(last)) continue;
    for (let node = Number(first); node <= Number(last) && node < 1024; node++) nodes.add(node);
  }
  return nodes;
}

/** Mappings under a strict policy, by their first page; ascending as the kernel lists them. */
export function parseNumaMaps(text: string, pageSize: number): MemoryBinding[] {
  const bindings: MemoryBinding[] = [];
  for (const line of text.split('\n')) {
    const [, address, policy] = LINE.exec(line) ?? [];
    const nodes = policy === undefined ? undefined : STRICT.exec(policy)?.[1];
    if (address === undefined || nodes === undefined) continue;
    bindings.push({ startPage: Number.parseInt(address, 16) / pageSize, nodes: parseNodes(nodes) });
  }
  return bindings;
}

/** Nodes that the task's cpuset leaves it; undefined where the kernel has no cpusets. */
export function parseAllowedNodes(status: string): Set<number> | undefined {
  const list = statusField(status, 'Mems_allowed_list');
  return list === undefined ? undefined : parseNodes(list);
}
