/** Something wrong in what a person wrote: where, what stands there, what may stand there. */
export interface Problem {
  /** Path from the top: `classes[1].hotRate`. */
  readonly path: string;
  readonly got: string;
  readonly expected: string;
}

/** What a person would recognise as what they wrote. */
export function shown(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value));
}
