/**
 * Parsers of /proc/PID/stat, status, cmdline and cgroup (proc(5); fs/proc/array.c).
 */

/** include/linux/sched.h: PF_KTHREAD, in field 9 of stat. */
const PF_KTHREAD = 0x0020_0000;
/** Field 3 is the first behind comm; fields count from 1. */
const FIRST_FIELD = 3;

export interface ProcessStat {
  readonly pid: number;
  readonly name: string;
  /** State letter: R, S, D, Z … */
  readonly state: string;
  /** It has ended and only waits for its parent: X, or Z without threads that go on after the first. */
  readonly gone: boolean;
  readonly parent: number;
  readonly kernelThread: boolean;
  /** utime + stime, in clock ticks of 1/100 s. */
  readonly cpuTicks: number;
  /** Clock ticks since boot. */
  readonly startTicks: number;
  /** Field 28 as text; `0` when the reader may not ptrace the process. */
  readonly startStack: string;
}

/** undefined for text that is no stat line. comm may hold spaces and parentheses: it ends at the last `)`. */
export function parseStat(text: string): ProcessStat | undefined {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return undefined;
  const fields = text
    .slice(close + 2)
    .trimEnd()
    .split(' ');
  const field = (number: number): string => fields[number - FIRST_FIELD] ?? '';
  const startTicks = Number(field(22));
  if (field(28) === '' || !Number.isFinite(startTicks)) return undefined;
  return {
    pid: Number(text.slice(0, open)),
    name: text.slice(open + 1, close),
    state: field(3),
    gone: isGone(field(3), Number(field(20))),
    parent: Number(field(4)),
    kernelThread: (Number(field(9)) & PF_KTHREAD) !== 0,
    cpuTicks: Number(field(14)) + Number(field(15)),
    startTicks,
    startStack: field(28),
  };
}

function isGone(state: string, threads: number): boolean {
  return state === 'X' || (state === 'Z' && threads <= 1);
}

const SPACE = 0x20;
const ZERO = 0x30;
const CLOSING = 0x29;
const LAST_FIELD = 28;

/** What tells a process from others, out of the bytes of a stat line. */
export type StatMarks = Pick<ProcessStat, 'kernelThread' | 'startTicks' | 'startStack' | 'gone'>;

/** What parseStat says of these fields, without text for all the others: identities are read around each batch that is moved. */
export function parseStatMarks(line: Buffer): StatMarks | undefined {
  const starts = new Int32Array(LAST_FIELD + 2);
  let at = line.lastIndexOf(CLOSING) + 2;
  if (at < 2) return undefined;
  for (let field = FIRST_FIELD; field < starts.length; field++) {
    starts[field] = at;
    while (at < line.length && line[at] !== SPACE) at++;
    at++;
  }
  const end = (field: number) => Math.min(line.length, (starts[field + 1] as number) - 1);
  const number = (field: number): number => {
    let value = 0;
    for (let i = starts[field] as number; i < end(field); i++) value = value * 10 + (line[i] as number) - ZERO;
    return value;
  };
  const startStack = line.toString('latin1', starts[LAST_FIELD], end(LAST_FIELD)).trimEnd();
  if (startStack === '') return undefined;
  const gone = isGone(String.fromCharCode(line[starts[FIRST_FIELD] as number] as number), number(20));
  return { kernelThread: (number(9) & PF_KTHREAD) !== 0, startTicks: number(22), startStack, gone };
}

/** Value of one line of status, without its name and leading blanks, e.g. `Uid` → `0	0	0	0`. */
export function statusField(text: string, name: string): string | undefined {
  const start = text.startsWith(`${name}:`) ? 0 : text.indexOf(`\n${name}:`) + 1;
  if (start === 0 && !text.startsWith(`${name}:`)) return undefined;
  const end = text.indexOf('\n', start);
  return text.slice(start + name.length + 1, end < 0 ? undefined : end).trim();
}

/** Real uid. */
export function parseUid(status: string): number | undefined {
  const uid = statusField(status, 'Uid')?.split(/\s+/, 1)[0];
  return uid === undefined ? undefined : Number(uid);
}

/** cmdline with spaces for NULs. */
export function parseCommand(bytes: Buffer): string {
  return bytes.toString('utf8').replaceAll('\0', ' ').trimEnd();
}

/** Path of the cgroup v2 line (`0::`) of /proc/PID/cgroup; undefined without cgroup v2. */
export function parseCgroup(text: string): string | undefined {
  for (const line of text.split('\n')) {
    if (line.startsWith('0::')) return line.slice(3);
  }
  return undefined;
}
