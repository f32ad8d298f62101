import type { Bus } from '../bus/connection.js';
import { follow, type Receiver, type Subscription, UnreadableMessage, work } from '../bus/consumer.js';
import { DeadLetters } from '../bus/deadLetter.js';
import { CONTROL_ALL, hostSubject } from '../bus/subjects.js';
import type { Metrics } from '../runtime/metrics.js';
import type { Actuator } from './actuator.js';
import type { ControlScope } from './control.js';

/** What an actuator listens to: plans for its host, which it acknowledges, and the last Control of either subject. */
export function subscribe(bus: Bus, hostId: string, actuator: Actuator, metrics: Metrics): Subscription {
  const counted = metrics.counter('dead_letters_total', 'Messages that could not be read', ['code']);
  const letters = new DeadLetters(bus, 'actuator', (code) => counted.inc({ code }));
  const unreadable: Receiver['unreadable'] = (delivery, error) => letters.put(delivery, error);
  const controls = (scope: ControlScope): Receiver => ({
    unreadable,
    receive: ({ bytes }) => {
      const dropped = actuator.hear(scope, bytes);
      const reason = dropped?.split(':')[0];
      if (dropped !== undefined && (reason === 'forged' || reason === 'malformed')) {
        throw new UnreadableMessage(reason, dropped);
      }
    },
  });
  const plans: Receiver = {
    unreadable,
    receive: ({ bytes }) => {
      const received = actuator.intake.receive(bytes);
      if (received.kind === 'unreadable') throw new UnreadableMessage(received.reason, received.text);
    },
  };
  const subscriptions = [
    follow(bus, 'CONTROL', hostSubject('control', hostId), 'last-per-subject', controls('host')),
    follow(bus, 'CONTROL', CONTROL_ALL, 'last-per-subject', controls('all')),
    work(bus, 'PLANS', `actuator-${hostId}`, hostSubject('plan', hostId), plans),
  ];
  return {
    stop: async () => {
      await Promise.all(subscriptions.map((subscription) => subscription.stop()));
    },
  };
}
