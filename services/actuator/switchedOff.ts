import type { MoverName } from './moverName.js';
import type { Mover } from './moverPort.js';
import type { SpaceKind } from './moveSpace.js';

/** The code of a trial that nobody made, for the operator has not switched the mover on. */
export const SWITCHED_OFF = 'SWITCHED_OFF';

/** In the place of a mover that `key` of the configuration keeps off: its moves are skipped, and its status says by what. */
export function switchedOff(name: MoverName, serves: readonly SpaceKind[], key: string): Mover {
  const refuse = () => Promise.reject(new Error(`${name} is switched off`));
  return {
    name,
    serves,
    width: 1,
    probe: () => Promise.resolve({ works: false, code: SWITCHED_OFF, text: `${key} is false in the configuration` }),
    survey: refuse,
    move: refuse,
    close: () => Promise.resolve(),
  };
}
