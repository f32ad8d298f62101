import variant from '@jitl/quickjs-singlefile-mjs-release-sync';
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core';

const WASM_PAGE_BYTES = 65_536;
/** What QuickJS's module asks for at its start. */
const INITIAL_BYTES = 16 * 2 ** 20;
/** The largest space that core keeps has 2^20 runs: columns, scores and their copies take 40 MB. */
export const MEMORY_LIMIT_BYTES = 96 * 2 ** 20;

/** @types/node names no WebAssembly; that of quickjs-emscripten is the DOM's. */
declare const WebAssembly: { new (): never; Memory: new (limits: { initial: number; maximum: number }) => never };

/** One instance of QuickJS, in memory of its own. What runs in it can be killed at any point; then the instance is lost. */
export type Engine = QuickJSWASMModule;

/**
 * Takes some 10 ms. The bound on memory is that of WebAssembly: QuickJS's own (JS_SetMemoryLimit) counts nothing but headers where
 * malloc_usable_size is missing, as it is in WebAssembly.
 */
export function loadEngine(): Promise<Engine> {
  const initial = INITIAL_BYTES / WASM_PAGE_BYTES;
  const wasmMemory = new WebAssembly.Memory({ initial, maximum: MEMORY_LIMIT_BYTES / WASM_PAGE_BYTES });
  return newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory }));
}
