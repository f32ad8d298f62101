/**
 * All errors that people meet, one line each: what it means, and what to do. Rooms throw ThermoclineError with one of these
 * codes and a message of the case at hand; docs/errors.md is made from this table.
 */
export const ERROR_CODES = {
  CONFIG_MISSING: 'The configuration file cannot be read. Name it with --config, or copy one from deploy/config.',
  CONFIG_INVALID:
    'The configuration has problems; each is listed with line, key, what stands there and what may. Correct them.',
  POLICY_INVALID:
    'The policy has problems; each is listed with line, field and reason. Correct them; docs/policy.md has the language.',
  USAGE: 'The command line is not understood. See --help.',
  NATS_UNREACHABLE: 'No NATS server answered in time. Start it, or correct nats.servers.',
  NATS_REFUSED: 'The NATS server refused the credentials, the certificate or a right. Correct nats.tls or the server.',
  NATS_NO_JETSTREAM: 'The NATS server runs without JetStream. Start it with JetStream on (deploy/nats).',
  STREAM_MISSING: 'The streams are not there. The brain creates them: start it.',
  STREAM_INCOMPATIBLE: 'A stream or bucket of that name exists in another form. Remove or rename it by hand.',
  STATE_UNWRITABLE: 'The state directory cannot be written. Correct stateDir or its owner.',
  STATE_CORRUPT: 'A file in the state directory cannot be read back. Move it away after a look at it.',
  CONFLICT: 'An entry was changed by somebody else meanwhile. Read it again and repeat.',
  PORT_IN_USE: 'Another program listens on this address. Choose another one, or end that program.',
  NOT_LOOPBACK: 'Listening beyond loopback needs mutual TLS, or insecure: true.',
  LISTEN_FAILED: 'The address cannot be listened on. Correct it.',
  TLS_INVALID: 'A certificate or key file cannot be used. Correct the tls section.',
  KEY_MISSING: 'A key file cannot be read. Correct the path or its rights.',
  KEY_INVALID: 'A key file does not hold an Ed25519 key in PEM form. Make one with openssl genpkey -algorithm ed25519.',
  NO_CAPABILITY:
    'The kernel refuses for want of a capability. Grant the one that is named (deploy/systemd has the units).',
  NO_TRACKER: 'No tracker works on this kernel. The reasons of each are listed.',
  HOST_SINGLE_TIER: 'All memory of this host is one tier: there is nowhere to move pages to.',
  TOPOLOGY_INVALID: 'The tiers of the configuration do not fit this host. Correct tiers.',
  HINTS_TOO_MANY: 'There are as many hints as may be. Remove some, or let some expire.',
  RPC_UNAVAILABLE: 'The service did not answer. Start it, or correct --server.',
  RPC_NOT_FOUND: 'There is no such thing. List what there is.',
  RPC_INVALID: 'The request is not understood.',
  RPC_UNIMPLEMENTED: 'The service at this address does not offer this call. It is another service, or an older one.',
  RPC_TOO_SLOW: 'The watcher reads slower than things change. Watch again.',
  RPC_DENIED: 'The service does not accept this caller.',
  CALLER_UNPROVEN: 'The call asks for a proof of who calls: mutual TLS. Give --ca, --cert and --key.',
  PLAN_NOT_PENDING: 'The plan does not wait for approval, or no longer. Look at it with thermocline plans show.',
  ROLLOUT_INVALID:
    'The rollout has problems; each is listed with line, field and reason. Correct them; docs/rollouts.md has the language.',
  ROLLOUT_OPEN:
    'A rollout of this policy is under way. Wait for its end, or abort it; --hold makes a revision without it.',
  ROLLOUT_VERB: 'The rollout does not allow this as it stands. What it allows is named.',
  ROLLOUT_ROLLED_BACK:
    'The rollout did not hold: its hosts are back on the stable revision. thermocline rollouts history says why.',
  ROLLOUT_WAITS:
    'The rollout came to nothing either way and waits for a person. Look at the reason; then resume, promote or abort it.',
  UNDO_TOO_OLD: 'The plan ended longer ago than undoFor, or nothing tells any more what it moved. Its moves stay.',
  UNDO_NOT_ENDED: 'The plan has not ended, so what it moves is not known yet. Wait for its outcome; an expiry ends it.',
  UNDO_NOTHING_LEFT: 'None of the pages that the plan moved is where it moved them to. There is nothing to take back.',
  RPC_FAILED: 'The service failed. Its log says more.',
  CHILD_FAILED: 'A child process ended unexpectedly, too often to start it again. Its last words are in the message.',
  RULE_INVALID: 'A custom rule is no ES module with a function as default export. Try it with thermocline rules test.',
  RULE_FAILED: 'A custom rule threw. Its spaces go by heat and age. Correct it; thermocline rules test shows where.',
  RULE_TIMEOUT: 'A custom rule took too long and was stopped. Have it do less for each run.',
  RULE_OUT_OF_MEMORY: 'A custom rule took more memory than it may. Have it keep less.',
  RULE_BAD_RESULT:
    'A custom rule answered something else than a Float32Array with a score of -1..1, or NaN, for each run.',
  RULE_IMPURE: 'A custom rule answered differently for the same columns. Have it keep nothing from call to call.',
  TRACE_UNREADABLE:
    'The file is no trace that this version reads. Export it again, or import it; docs/trace.md has the format.',
  TRACE_CUT: 'The trace ends before its end. Copy or export it again; --allow-cut goes by what is there.',
  TRACE_UNWRITABLE: 'The trace cannot be written. Correct the path or its rights, or make room.',
  TRACE_EMPTY: 'There is no access batch in what was asked for. Correct --from, --to or --hosts.',
  BACKTEST_LIMIT:
    'The backtest went beyond a limit that was given. Look at its report; change the policy or the limit.',
  TUNE_INFEASIBLE: 'No policy that was tried keeps to the limits. The nearest is named; loosen a limit, or vary more.',
  TUNE_NOTHING_BETTER: 'No policy that was tried is better than the one at hand. Vary more, or spend more (--budget).',
  TUNE_UNWRITABLE: 'The tuned policy cannot be written. Correct the path or its rights, or make room.',
  INTERNAL: 'A fault of the program. Please report it with the log at level debug.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Process exit codes. rolledBack and waits are those of `thermocline rollouts watch`. */
export const EXIT = { fine: 0, error: 1, usage: 2, rolledBack: 3, waits: 4 } as const;

const USAGE_CODES: ReadonlySet<string> = new Set<ErrorCode>(['CONFIG_MISSING', 'CONFIG_INVALID', 'USAGE']);

export interface ErrorOptions {
  readonly cause?: unknown;
  /** 2 for configuration and usage, 1 for all else, unless said otherwise. */
  readonly exitCode?: number;
}

/** An error that a person can act on: `code` is stable, `message` says what happened and what to do. */
export class ThermoclineError extends Error {
  readonly exitCode: number;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: ErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ThermoclineError';
    this.exitCode = options.exitCode ?? (USAGE_CODES.has(code) ? EXIT.usage : EXIT.error);
  }
}

/** `CODE: message` of any thrown value, on one line per problem and without a stack. */
export function describe(error: unknown): string {
  if (error instanceof ThermoclineError) return `${error.code}: ${error.message}`;
  if (error instanceof Error) {
    const code = (error as NodeJS.ErrnoException).code;
    // NATS errors of this kind are their code and nothing else.
    if (code === error.message) return code;
    return `${typeof code === 'string' ? code : 'INTERNAL'}: ${error.message}`;
  }
  return `INTERNAL: ${String(error)}`;
}
