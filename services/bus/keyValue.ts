import { type KV, type KvEntry, NatsError } from 'nats';
import { describe, ThermoclineError } from '../runtime/errors.js';
import { answered, BUSY_WAIT_MS } from './answered.js';
import type { Bus } from './connection.js';
import type { SetAside } from './deadLetter.js';
import { asUnreadable } from './delivery.js';
import type { BucketName } from './streams.js';

export interface Entry {
  readonly key: string;
  readonly value: Uint8Array;
  /** Rises with every write to the bucket. */
  readonly revision: number;
}

/** What became of a key: a new value, or none any more. */
export type Change = Omit<Entry, 'value'> & { readonly value: Uint8Array | undefined };

export interface Watch {
  /** Resolves once all that was there at the start has been told. */
  readonly complete: Promise<void>;
  stop(): void;
}

/** One KV bucket. Writes compare and set: CONFLICT when somebody else was quicker, or our own first try went through unheard. */
export interface Bucket {
  get(key: string): Promise<Entry | undefined>;
  /** Answers the new revision. CONFLICT where there is a value. */
  create(key: string, value: Uint8Array): Promise<number>;
  /** Answers the new revision. CONFLICT unless the key is at `revision`. */
  update(key: string, value: Uint8Array, revision: number): Promise<number>;
  /** Writes whatever is there: for what has one writer alone. Answers the new revision. */
  put(key: string, value: Uint8Array): Promise<number>;
  delete(key: string): Promise<void>;
  /** Values only, oldest first. */
  history(key: string): Promise<Entry[]>;
  /** Keys that have a value. */
  keys(): Promise<string[]>;
  /**
   * Tells the values there are, then every change. `key` may have wildcards; all keys when left out. What `onChange` cannot read
   * (it throws) is set aside, and the next change comes.
   */
  watch(onChange: (change: Change) => void, key?: string): Promise<Watch>;
}

/** JetStream's "wrong last sequence". */
const WRONG_LAST_SEQUENCE = 10071;

/** Opens a bucket that `ensureStreams` has made. Throws STREAM_MISSING. */
export async function openBucket(bus: Bus, name: BucketName, setAside?: SetAside): Promise<Bucket> {
  const stream = `KV_${name}`;
  try {
    await answered(bus, `look at bucket ${name}`, BUSY_WAIT_MS, () => bus.jsm.streams.info(stream));
  } catch (cause) {
    if (!(cause instanceof Error) || cause.message !== 'stream not found') throw cause;
    throw new ThermoclineError('STREAM_MISSING', `bucket ${name} is not there; the brain creates it`, { cause });
  }
  const kv: KV = await bus.js.views.kv(name);
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
      return entry?.operation === 'PUT' ? entryOf(entry) : undefined;
    },
    create: (key, value) => conflicting(key, kv.create(key, value)),
    update: (key, value, revision) => conflicting(key, kv.update(key, value, revision)),
    put: (key, value) => kv.put(key, value),
    delete: (key) => kv.delete(key),
    history: async (key) => {
      const entries: Entry[] = [];
      for await (const entry of await kv.history({ key })) if (entry.operation === 'PUT') entries.push(entryOf(entry));
      return entries;
    },
    keys: async () => {
      const keys: string[] = [];
      for await (const key of await kv.keys()) keys.push(key);
      return keys;
    },
    watch: async (onChange, key) => {
      let tellComplete: () => void = () => undefined;
      const complete = new Promise<void>((resolve) => (tellComplete = resolve));
      const changes = await kv.watch({ ...(key === undefined ? {} : { key }), initializedFn: () => tellComplete() });
      const tell = async (): Promise<void> => {
        for await (const { operation, key: changed, value, revision } of changes) {
          try {
            onChange({ key: changed, value: operation === 'PUT' ? value : undefined, revision });
          } catch (failure) {
            bus.logger.error({ bucket: name, key: changed, error: describe(failure) }, 'an entry is passed over');
            setAside?.({ subject: `$KV.${name}.${changed}`, bytes: value }, asUnreadable(failure));
          }
        }
      };
      tell().catch((error) => bus.logger.error({ bucket: name, error: describe(error) }, 'the watch ended'));
      return { complete, stop: () => changes.stop() };
    },
  };
}

function entryOf({ key, value, revision }: KvEntry): Entry {
  return { key, value, revision };
}
