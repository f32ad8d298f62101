import type { Control__Output } from '../contract/gen/thermocline/v1/Control.js';
import type { SignedControl__Output } from '../contract/gen/thermocline/v1/SignedControl.js';
import { type TrustedKeys, whyNotSigned } from '../contract/signature.js';
import { boundsOf, lowestBounds, readLimits } from './limits.js';
import { whole } from './plan.js';
import type { RateBounds } from './rates.js';
import { controlCodec, signedControlCodec } from './wire.js';

/** A Control comes to one host, or to all of them; each replaces the one before it on its own subject. */
export type ControlScope = 'host' | 'all';

/** What outlives the process: an older Control must not come back as news, and a fenced-off brain must stay out. */
export interface ControlMemory {
  readonly sequences: Readonly<Record<ControlScope, number>>;
  readonly highestFencingToken: number;
}

export const EMPTY_MEMORY: ControlMemory = { sequences: { host: 0, all: 0 }, highestFencingToken: 0 };

interface HeardControl {
  readonly stop: boolean;
  readonly pause: boolean;
  readonly withdrawnPlans: ReadonlySet<string>;
  /** `<policy>@<revision>`. */
  readonly withdrawnRevisions: ReadonlySet<string>;
  readonly limits: Partial<RateBounds>;
  readonly lowestFencingToken: number;
}

/** Why nothing may be begun now. */
export type HeldBack = 'no-control' | 'stopped' | 'paused' | 'stopped-here' | 'paused-here';

export interface ControlTimes {
  readonly monotonicMs: number;
  readonly unixMs: number;
}

/**
 * What the brain last said may be done here. Silence counts: a Control that is older than `maxAgeMs`, by the local monotonic
 * clock since it came and by its own date when it came, allows nothing new.
 */
export class ControlBook {
  private readonly hostId: string;
  private readonly keys: TrustedKeys;
  private readonly maxAgeMs: number;
  private readonly pageSize: number;
  private readonly heard = new Map<ControlScope, HeardControl>();
  private sequences: Record<ControlScope, number>;
  private highestToken: number;
  /** Monotonic time at which the newest Control was written, as far as can be told. */
  private heardAtMs: number | undefined;

  constructor(options: {
    readonly hostId: string;
    readonly keys: TrustedKeys;
    readonly maxAgeMs: number;
    /** Bytes a page, for limits in pages. */
    readonly pageSize: number;
    readonly memory: ControlMemory;
  }) {
    this.hostId = options.hostId;
    this.keys = options.keys;
    this.maxAgeMs = options.maxAgeMs;
    this.pageSize = options.pageSize;
    this.sequences = { ...options.memory.sequences };
    this.highestToken = options.memory.highestFencingToken;
  }

  /** Takes one message in. Undefined when it holds from now on, else why it was dropped (`<reason>: <text>`). */
  hear(scope: ControlScope, bytes: Uint8Array, now: ControlTimes): string | undefined {
    let signed: SignedControl__Output;
    let control: Control__Output;
    try {
      signed = signedControlCodec.decode(bytes);
      const { control: body, keyId, signature } = signed;
      const forged = whyNotSigned('control', { bytes: body, keyId, signature }, this.keys);
      if (forged) return `forged: ${forged}`;
      control = controlCodec.decode(body);
      return this.take(scope, control, now);
    } catch (error) {
      return `malformed: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  memory(): ControlMemory {
    return { sequences: { ...this.sequences }, highestFencingToken: this.highestToken };
  }

  /** Seconds since the newest Control, undefined before the first. */
  ageSeconds(nowMs: number): number | undefined {
    return this.heardAtMs === undefined ? undefined : Math.max(0, nowMs - this.heardAtMs) / 1000;
  }

  heldBack(nowMs: number): HeldBack | undefined {
    if (this.any((control) => control.stop)) return 'stopped';
    if (this.heardAtMs === undefined || nowMs - this.heardAtMs > this.maxAgeMs) return 'no-control';
    return this.any((control) => control.pause) ? 'paused' : undefined;
  }

  /** Whether a plan, or the policy revision it is of, was taken back. */
  withdrawn(planId: string, policyName: string, policyRevision: number): boolean {
    const revision = `${policyName}@${policyRevision}`;
    return this.any((control) => control.withdrawnPlans.has(planId) || control.withdrawnRevisions.has(revision));
  }

  get highestFencingToken(): number {
    return this.highestToken;
  }

  /** A plan of this token was accepted, so no lower one is from now on. Answers whether that is news. */
  sawToken(token: number): boolean {
    if (token <= this.highestToken) return false;
    this.highestToken = token;
    return true;
  }

  /** The lower of the limits heard on either subject. */
  limits(): Partial<RateBounds> {
    return lowestBounds([...this.heard.values()].map(({ limits }) => limits));
  }

  private take(scope: ControlScope, control: Control__Output, now: ControlTimes): string | undefined {
    const envelope = control.envelope;
    if (!envelope) return 'malformed: no envelope';
    if (envelope.schemaVersion !== 1) return `schema-version: ${envelope.schemaVersion}`;
    const addressee = scope === 'host' ? this.hostId : '';
    if (envelope.hostId !== addressee) return `other-host: ${JSON.stringify(envelope.hostId)}`;
    const sequence = whole(envelope.sequence, 'sequence');
    if (sequence < this.sequences[scope]) return `repeated: ${sequence} is below ${this.sequences[scope]}`;
    const created = whole(envelope.createdUnixMs, 'created_unix_ms');
    const lowest = scope === 'host' ? whole(control.lowestFencingToken, 'lowest_fencing_token') : 0;
    this.heard.set(scope, heardFrom(control, this.pageSize, lowest));
    this.sequences[scope] = sequence;
    this.sawToken(lowest);
    // A stored message may be old when it reaches us after a restart: it holds, but it is not a sign of life.
    const writtenMs = now.monotonicMs - Math.max(0, now.unixMs - created);
    this.heardAtMs = Math.max(this.heardAtMs ?? Number.NEGATIVE_INFINITY, writtenMs);
    return undefined;
  }

  private any(test: (control: HeardControl) => boolean): boolean {
    for (const control of this.heard.values()) if (test(control)) return true;
    return false;
  }
}

function heardFrom(control: Control__Output, pageSize: number, lowestFencingToken: number): HeardControl {
  return {
    stop: control.stop,
    pause: control.pause,
    withdrawnPlans: new Set(control.withdrawnPlans),
    withdrawnRevisions: new Set(control.withdrawnRevisions.map((each) => `${each.policyName}@${each.revision}`)),
    limits: boundsOf(readLimits(control.limits), pageSize),
    lowestFencingToken,
  };
}
