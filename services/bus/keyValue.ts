import { type KV, NatsError } from 'nats';
import { ThermoclineError } from '../runtime/errors.js';
import type { Bus } from './connection.js';
import type { BucketName } from './streams.js';

export interface Entry {
  readonly key: string;
  readonly value: Uint8Array;
  readonly revision: number;
}

/** One KV bucket. Writes compare and set: CONFLICT when somebody else was quicker. */
export interface Bucket {
  get(key: string): Promise<Entry | undefined>;
  /** Answers the new revision. */
  create(key: string, value: Uint8Array): Promise<number>;
  update(key: string, value: Uint8Array, revision: number): Promise<number>;
  /** Oldest first. */
  history(key: string): Promise<Entry[]>;
}

const HISTORY = 64;
/** JetStream's "wrong last sequence". */
const WRONG_LAST_SEQUENCE = 10071;

/** Opens a bucket, creating it where it is missing: the brain's task alone. */
export async function openBucket(bus: Bus, name: BucketName): Promise<Bucket> {
  const kv: KV = await bus.js.views.kv(name, { history: HISTORY });
  const conflicting = async (key: string, write: Promise<number>): Promise<number> => {
    try {
      return await write;
    } catch (cause) {
      if (cause instanceof NatsError && cause.api_error?.err_code === WRONG_LAST_SEQUENCE) {
        throw new ThermoclineError('CONFLICT', `${name}/${key} was changed meanwhile; read it again`, { cause });
      }
      throw cause;
    }
  };
  return {
    get: async (key) => {
      const entry = await kv.get(key);
      return entry?.operation === 'PUT' ? entry : undefined;
    },
    create: (key, value) => conflicting(key, kv.create(key, value)),
    update: (key, value, revision) => conflicting(key, kv.update(key, value, revision)),
    history: async (key) => {
      const entries: Entry[] = [];
      for await (const entry of await kv.history({ key })) if (entry.operation === 'PUT') entries.push(entry);
      return entries;
    },
  };
}
