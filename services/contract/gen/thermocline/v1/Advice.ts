// Original file: proto/thermocline/v1/plan.proto

/**
 * What madvise tells the kernel of pages of the last tier. There is no node to move them to: from_node and to_node are the same.
 */
export const Advice = {
  ADVICE_UNSPECIFIED: 'ADVICE_UNSPECIFIED',
  /**
   * Take them first when memory is short. They stay where they are, and the outcome calls them skipped, `advised-cold`.
   */
  ADVICE_COLD: 'ADVICE_COLD',
  /**
   * Write them to swap or to their file, and free them. `moved` in the outcome are those that left memory.
   */
  ADVICE_PAGEOUT: 'ADVICE_PAGEOUT',
} as const;

/**
 * What madvise tells the kernel of pages of the last tier. There is no node to move them to: from_node and to_node are the same.
 */
export type Advice =
  | 'ADVICE_UNSPECIFIED'
  | 0
  /**
   * Take them first when memory is short. They stay where they are, and the outcome calls them skipped, `advised-cold`.
   */
  | 'ADVICE_COLD'
  | 1
  /**
   * Write them to swap or to their file, and free them. `moved` in the outcome are those that left memory.
   */
  | 'ADVICE_PAGEOUT'
  | 2

/**
 * What madvise tells the kernel of pages of the last tier. There is no node to move them to: from_node and to_node are the same.
 */
export type Advice__Output = typeof Advice[keyof typeof Advice]
