/**
 * Errnos by name, and the error that a failed read, write or system call becomes.
 */
import { constants } from 'node:os';

const NAMES: ReadonlyMap<number, string> = new Map(
  // EAGAIN and EWOULDBLOCK, ENOTSUP and EOPNOTSUPP share numbers on Linux: the first name wins.
  Object.entries(constants.errno)
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([name, value]) => [value, name]),
);

/** Name of an errno, e.g. 1 → `EPERM`; `E133` for a number that has no name here. The sign is ignored. */
export function errnoName(errno: number): string {
  const positive = Math.abs(errno);
  return NAMES.get(positive) ?? `E${positive}`;
}

/** Number of an errno name, e.g. `EPERM` → 1; 0 for a name that is no errno. */
export function errnoNumber(name: string): number {
  const known: Readonly<Record<string, number>> = constants.errno;
  return known[name] ?? 0;
}

/** Thrown when Linux refuses something as a whole: a system call, a read or a write. */
export class KernelError extends Error {
  /** Errno name, e.g. `EPERM`. */
  readonly code: string;
  readonly errno: number;
  /** The system call or the path. */
  readonly subject: string;

  constructor(code: string, subject: string, advice?: string) {
    super(`${subject}: ${code}. ${advice ?? adviceFor(code, subject)}`);
    this.name = 'KernelError';
    this.code = code;
    this.errno = errnoNumber(code);
    this.subject = subject;
  }
}

/** The KernelError of an error that node:fs threw on a path; other errors come back as they are. */
export function asKernelError(error: unknown, subject: string): Error {
  const code = codeOf(error);
  if (error instanceof KernelError || code === undefined) {
    return error instanceof Error ? error : new Error(String(error));
  }
  return new KernelError(code, subject);
}

/** Errno name that node:fs put on an error, undefined where it has none. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' && code.startsWith('E') ? code : undefined;
}

const ADVICE: readonly { readonly code: string; readonly subject: RegExp; readonly advice: string }[] = [
  // move_pages(2): PTRACE_MODE_READ_REALCREDS on the target, so another user's process asks for CAP_SYS_PTRACE.
  {
    code: 'EPERM',
    subject: /^move_pages/,
    advice: "Moving another user's pages needs CAP_SYS_PTRACE and CAP_SYS_NICE: give them to this service.",
  },
  {
    code: 'EACCES',
    subject: /^move_pages/,
    advice: 'The target node is outside the cpuset of the process: widen cpuset.mems or leave this process alone.',
  },
  { code: 'ENODEV', subject: /^move_pages/, advice: 'The target node is not online: read the topology again.' },
  {
    code: 'EINVAL',
    subject: /^move_pages/,
    advice: 'The process is exiting and has no memory any more, or it is a kernel thread.',
  },
  { code: 'ESRCH', subject: /^(move_pages|pidfd)/, advice: 'The process is gone, or a kernel thread.' },
  {
    code: 'ENOMEM',
    subject: /^move_pages/,
    advice: 'The target node has no free page left: make room there first.',
  },
  { code: 'ENOSYS', subject: /./, advice: 'This kernel lacks the call: it is too old, or a seccomp filter hides it.' },
  {
    code: 'EACCES',
    subject: /^\/?.*\/\d+\/(pagemap|smaps|maps|clear_refs|exe|stat)/,
    advice: "Reading another user's process needs CAP_SYS_PTRACE: give it to this service.",
  },
  {
    code: 'EBUSY',
    subject: /\/damon\//,
    advice: 'DAMON is serving another request, or a kdamond runs: try again, or leave the table as it is.',
  },
  { code: 'EINVAL', subject: /\/damon\//, advice: 'DAMON took the staged inputs for wrong, or its target is gone.' },
  { code: 'EROFS', subject: /./, advice: 'The file system is mounted read-only: mount it writable for this service.' },
  { code: 'ENOENT', subject: /^\//, advice: 'This kernel does not offer the file, or what it describes is gone.' },
  { code: 'EPERM', subject: /./, advice: 'A capability is missing, or the kernel is locked down.' },
  { code: 'EACCES', subject: /./, advice: 'This service may not do that: check its user and capabilities.' },
];

function adviceFor(code: string, subject: string): string {
  return (
    ADVICE.find((entry) => entry.code === code && entry.subject.test(subject))?.advice ??
    'See errno(3) for its meaning.'
  );
}
