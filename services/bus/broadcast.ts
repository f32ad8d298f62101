import { describe } from '../runtime/errors.js';
import type { Bus } from './connection.js';
import type { SetAside } from './deadLetter.js';
import { asUnreadable } from './delivery.js';

/** Says something to all who listen now. Nobody keeps it, and nobody answers. */
export function broadcast(bus: Bus, subject: string, bytes: Uint8Array): void {
  if (!bus.nats.isClosed()) bus.nats.publish(subject, bytes);
}

/** Hears what is said on a subject from now on; what `take` cannot read (it throws) is set aside. Answers how to stop. */
export function hear(bus: Bus, subject: string, take: (bytes: Uint8Array) => void, setAside: SetAside): () => void {
  const subscription = bus.nats.subscribe(subject, {
    callback: (error, message) => {
      if (error) {
        bus.logger.warn({ subject, error: describe(error) }, 'nothing is heard on a subject');
        return;
      }
      try {
        take(message.data);
      } catch (failure) {
        setAside({ subject, bytes: message.data }, asUnreadable(failure));
      }
    },
  });
  return () => {
    if (!bus.nats.isClosed()) subscription.unsubscribe();
  };
}
