/** What is wished for a run. */
export const STAY = 0;
/** By heat. */
export const PROMOTE = 1;
/** Before all others, whatever its heat: its class is always fast, or a hint says so. */
export const PROMOTE_ALWAYS = 2;
export const PROMOTE_HINTED = 3;
/** Cold by its rule. */
export const DEMOTE = 4;
/** Not cold, but to be demoted where room is wanted that it has. */
export const DISPLACE = 5;

export function isDemotion(wish: number): boolean {
  return wish >= DEMOTE;
}

/** What pages on a node may be wished, as bits. */
export const MAY_RISE = 1;
export const MAY_SINK_COLD = 2;
/** Also what is not cold, the coldest first: for room, for a ceiling, for something hotter. */
export const MAY_SINK = 4;
/** The same, but never what is hot. */
export const MAY_SINK_LUKEWARM = 8;
export const MAY_SINK_ANY = MAY_SINK_COLD | MAY_SINK | MAY_SINK_LUKEWARM;
export const MAY_ANY = MAY_RISE | MAY_SINK_ANY;

/** By looks seen (as bits): 1 where at least `seen` of the latest `of` are. */
export function hotBySeen(seen: number, of: number): Uint8Array {
  const table = new Uint8Array(256);
  for (let looks = 0; looks < 256; looks++) {
    let bits = 0;
    for (let i = 0; i < of; i++) bits += (looks >> i) & 1;
    table[looks] = bits >= seen ? 1 : 0;
  }
  return table;
}
