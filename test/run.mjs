/**
 * node test/run.mjs FILES…: Node's own test runner on these files, in this order and three at a time; its own report and summary.
 * `node --test` would sort them by name, and what takes longest would begin last.
 */
import { resolve } from 'node:path';
import process from 'node:process';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const events = run({ files: process.argv.slice(2).map((file) => resolve(file)), concurrency: 3 });
events.on('test:fail', ({ todo }) => {
  if (todo === undefined) process.exitCode = 1;
});
events.compose(new spec()).pipe(process.stdout);
