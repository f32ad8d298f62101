/** Limits that the lab's kernel cannot reach: held against a mover that takes the time a fast host would. */
export const TIMED_MBS = [100, 500, 2000];
