import { FAST, SLOW, type TieredMemory } from './memory.js';

/**
 * Fills the fast node with the truly hottest blocks of the coming interval, as far as `budgetBlocks` moves go, and heeds no
 * guard besides: first the hottest slow ones into what is free, then the hottest slow against the coldest fast, two moves
 * each. No other moves within the budget gain more accesses in that interval. Returns the moves it made.
 */
export function oracleMoves(memory: TieredMemory, rates: Float32Array, budgetBlocks: number): number {
  const by = (node: number, sign: 1 | -1): number[] =>
    [...memory.nodeOf.keys()]
      .filter((block) => memory.nodeOf[block] === node)
      .sort((a, b) => sign * ((rates[a] as number) - (rates[b] as number)) || a - b);
  const hottest = by(SLOW, -1);
  const coldest = by(FAST, 1);
  let moves = 0;
  let next = 0;
  while (next < hottest.length && moves < budgetBlocks && memory.free(FAST) > 0) {
    memory.move(hottest[next++] as number, FAST);
    moves++;
  }
  for (let i = 0; i < coldest.length && next < hottest.length && moves + 2 <= budgetBlocks; i++, next++) {
    if ((rates[hottest[next] as number] as number) <= (rates[coldest[i] as number] as number)) break;
    if (memory.free(SLOW) === 0) break;
    memory.move(coldest[i] as number, SLOW);
    memory.move(hottest[next] as number, FAST);
    moves += 2;
  }
  return moves;
}
