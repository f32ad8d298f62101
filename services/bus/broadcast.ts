import { describe } from '../runtime/errors.js';
import type { Bus } from './connection.js';

/** Says something to all who listen now. Nobody keeps it, and nobody answers. */
export function broadcast(bus: Bus, subject: string, bytes: Uint8Array): void {
  if (!bus.nats.isClosed()) bus.nats.publish(subject, bytes);
}

/** Hears what is said on a subject from now on; what `take` throws is logged. Answers how to stop. */
export function hear(bus: Bus, subject: string, take: (bytes: Uint8Array) => void): () => void {
  const subscription = bus.nats.subscribe(subject, {
    callback: (error, message) => {
      try {
        if (error) throw error;
        take(message.data);
      } catch (failure) {
        bus.logger.warn({ subject, error: describe(failure) }, 'a message was passed over');
      }
    },
  });
  return () => {
    if (!bus.nats.isClosed()) subscription.unsubscribe();
  };
}
