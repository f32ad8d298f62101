/** What actuator and collector say stands in the way on a host, by name: one host for each, and one that has nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limitationsOf } from '../../services/actuator/limitations.js';
import type { Mover } from '../../services/actuator/moverPort.js';
import { Movers } from '../../services/actuator/movers.js';
import { hostLimitations } from '../../services/collector/hostFacts.js';
import { FakeMachine } from '../../services/kernel/fake.js';

const CAPABILITIES = ['CAP_SYS_PTRACE', 'CAP_SYS_NICE', 'CAP_FOWNER', 'CAP_DAC_READ_SEARCH'];

type Change = (machine: FakeMachine) => void;
const others =
  (changes: Partial<FakeMachine['others']>): Change =>
  (machine) => {
    machine.others = { ...machine.others, ...changes };
  };
const without =
  (capability: string): Change =>
  (machine) =>
    machine.capabilities.delete(capability);
const noPressure: Change = (machine) => {
  machine.pressure = undefined;
};

const HOSTS: readonly {
  readonly what: string;
  readonly change: Change;
  readonly actuator: readonly string[];
  readonly collector: readonly string[];
}[] = [
  { what: 'nothing', change: () => {}, actuator: [], collector: [] },
  {
    what: 'numa_balancing 1',
    change: others({ numaBalancing: 1 }),
    actuator: ['kernel-numa-balancing'],
    collector: [],
  },
  {
    what: 'numa_balancing 2',
    change: others({ numaBalancing: 2 }),
    actuator: ['kernel-tiering'],
    collector: ['kernel-tiering'],
  },
  {
    what: 'numa_balancing 3',
    change: others({ numaBalancing: 3 }),
    actuator: ['kernel-tiering'],
    collector: ['kernel-tiering'],
  },
  { what: 'no numa_balancing', change: others({ numaBalancing: undefined }), actuator: [], collector: [] },
  {
    what: 'demotion_enabled',
    change: others({ demotionEnabled: true }),
    actuator: ['kernel-demotion'],
    collector: [],
  },
  {
    what: 'a kdamond of others',
    change: others({ foreignKdamonds: [7] }),
    actuator: ['foreign-damon'],
    collector: ['foreign-damon'],
  },
  { what: 'no PSI', change: noPressure, actuator: ['no-pressure'], collector: [] },
  {
    what: 'no CAP_SYS_PTRACE',
    change: without('CAP_SYS_PTRACE'),
    actuator: ['no-cap-sys-ptrace'],
    collector: [],
  },
  { what: 'no CAP_SYS_NICE', change: without('CAP_SYS_NICE'), actuator: ['no-cap-sys-nice'], collector: [] },
  { what: 'no CAP_FOWNER', change: without('CAP_FOWNER'), actuator: ['no-files-of-others'], collector: [] },
];

for (const { what, change, actuator, collector } of HOSTS) {
  test(`a host with ${what}`, () => {
    const machine = new FakeMachine();
    machine.capabilities = new Set(CAPABILITIES);
    change(machine);
    const topology = machine.host.topology([[0], [1]]);
    const names = (found: readonly { readonly name?: string | null }[]) => found.map(({ name }) => name);
    assert.deepEqual(names(limitationsOf(machine.host, topology, Movers.of())), actuator);
    assert.deepEqual(names(hostLimitations(machine.host, topology)), collector);
  });
}

test('a mover that lost some of its processes', () => {
  const machine = new FakeMachine();
  machine.capabilities = new Set(CAPABILITIES);
  const loss = '1 of the processes of move-pages went for good';
  const movers = Movers.of({ name: 'move-pages', serves: ['process'], loss } as Partial<Mover> as Mover);
  const found = limitationsOf(machine.host, machine.host.topology([[0], [1]]), movers);
  assert.deepEqual(found, [{ name: 'less-move-pages', reason: loss }]);
});
