import { readFileSync } from 'node:fs';

/** CLK_TCK of every Linux that Node runs on; what /proc tells CPU in (proc(5)). */
const TICKS_A_SECOND = 100;

/** CPU seconds that a process and its threads have used, user and system: fields 14 and 15 of /proc/PID/stat. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

/** Most bytes that a process ever had resident. */
export function peakResidentBytes(pid: number): number {
  const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? Number.NaN) * 1024;
}
