import type { AddHintRequest__Output } from '../contract/gen/thermocline/v1/AddHintRequest.js';
import type { AddHintResponse } from '../contract/gen/thermocline/v1/AddHintResponse.js';
import type { ListHintsRequest__Output } from '../contract/gen/thermocline/v1/ListHintsRequest.js';
import type { ListHintsResponse } from '../contract/gen/thermocline/v1/ListHintsResponse.js';
import type { RemoveHintRequest__Output } from '../contract/gen/thermocline/v1/RemoveHintRequest.js';
import type { RemoveHintResponse } from '../contract/gen/thermocline/v1/RemoveHintResponse.js';
import type { Caller } from '../rpc/caller.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { HintBook } from './hintBook.js';

/**
 * HintService; `keyOf`: the space of a process that is watched, undefined for none. `classes`: names of the active policy's.
 */
export function hintService(
  book: HintBook,
  keyOf: (hostId: string, pid: number) => Promise<string | undefined>,
  classes: () => readonly string[],
) {
  return {
    async addHint({ hint }: AddHintRequest__Output, caller: Caller): Promise<AddHintResponse> {
      if (!hint) throw new ThermoclineError('RPC_INVALID', 'hint: got nothing; expected a hint');
      if (hint.class !== '' && !classes().includes(hint.class)) {
        const says = `class ${JSON.stringify(hint.class)} is none of the active policy, which has ${classes().join(', ')}`;
        throw new ThermoclineError('RPC_NOT_FOUND', says);
      }
      // Without a host the book says what is missing.
      if (hint.pid === undefined || hint.hostId === '')
        return { hint: await book.add({ ...hint, spaceKey: '' }, caller.identity) };
      const spaceKey = await keyOf(hint.hostId, hint.pid);
      if (spaceKey === undefined) {
        const says = `process ${hint.pid} of host ${JSON.stringify(hint.hostId)} is not watched; thermocline hosts list shows the hosts`;
        throw new ThermoclineError('RPC_NOT_FOUND', says);
      }
      return { hint: await book.add({ ...hint, spaceKey }, caller.identity) };
    },

    async removeHint({ id }: RemoveHintRequest__Output): Promise<RemoveHintResponse> {
      await book.remove(id);
      return {};
    },

    async listHints({ hostId }: ListHintsRequest__Output): Promise<ListHintsResponse> {
      return { hints: book.list(hostId) };
    },
  };
}
