// AssemblyScript. The inner loops of heat: varints → runs, look + model → pieces → model. services/core/engine.ts says how they
// are called, services/core/merge.ts what they mean; test/bench/c/engine.c is the same in C. Addresses are the caller's to
// choose.

export { decode, decodedPages } from './decode';
export { join } from './join';
export { merge } from './merge';
export { hits, mergeSteady, sameBorders } from './steady';
export { areWhole, hasHuge, relayout } from './table';
export { changing, wished } from './wished';
