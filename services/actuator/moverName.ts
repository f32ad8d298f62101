import type { MoverKind } from '../contract/gen/thermocline/v1/MoverKind.js';

/** Movers by name, as status, limitations and configuration say them. */
export const MOVER_NAMES = ['move-pages', 'own-mapping', 'damos', 'reclaim', 'madvise'] as const;
export type MoverName = (typeof MOVER_NAMES)[number];

const BY_ENUM: Readonly<Record<string, MoverName>> = {
  MOVER_KIND_MOVE_PAGES: 'move-pages',
  MOVER_KIND_OWN_MAPPING: 'own-mapping',
  MOVER_KIND_DAMOS: 'damos',
  MOVER_KIND_RECLAIM: 'reclaim',
  MOVER_KIND_MADVISE: 'madvise',
};

/** The mover that a plan names; undefined where it leaves the choice to the space. Throws a RangeError for an unknown one. */
export function moverNamed(named: keyof typeof MoverKind): MoverName | undefined {
  if (named === 'MOVER_KIND_UNSPECIFIED') return undefined;
  const name = BY_ENUM[named];
  if (name === undefined) throw new RangeError(`mover is ${named}`);
  return name;
}
