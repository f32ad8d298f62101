import { ThermoclineError } from '../runtime/errors.js';
import { type Caller, isProven } from './caller.js';

/** Who may call what: names as certificates have them, common or alternative. Undefined for everybody. */
export type Allowed = readonly string[] | undefined;

type Unary = (request: never, caller: Caller) => Promise<object>;

/**
 * Methods of a service of which some are for certain callers alone, as far as the transport proves who calls: else
 * CALLER_UNPROVEN, and RPC_DENIED for those who are somebody else.
 *
 * @param what they do, for the error: `start and steer rollouts`
 */
export function guarded<M extends object>(methods: M, names: readonly (keyof M)[], allowed: Allowed, what: string): M {
  if (!allowed) return methods;
  const held: M = { ...methods };
  for (const name of names) {
    const method = methods[name] as Unary;
    const checked: Unary = async (request, caller) => {
      requireRight(caller, allowed, what);
      return await method(request, caller);
    };
    held[name] = checked as M[typeof name];
  }
  return held;
}

/** `DNS:ops.example` is allowed as ops.example. */
function requireRight(caller: Caller, allowed: readonly string[], what: string): void {
  if (!isProven(caller)) {
    const says = `who may ${what} has to prove who it is: mutual TLS on the brain (grpc.tls), and --ca, --cert, --key here`;
    throw new ThermoclineError('CALLER_UNPROVEN', says);
  }
  const names = [caller.identity, ...caller.alternativeNames.map((name) => name.replace(/^[A-Za-z ]+:/, ''))];
  if (names.some((name) => allowed.includes(name))) return;
  throw new ThermoclineError(
    'RPC_DENIED',
    `${caller.identity} may not ${what}; the brain's configuration (rights) says who may`,
  );
}
