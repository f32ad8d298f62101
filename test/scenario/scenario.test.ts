import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runScript } from './script.js';
import { Stage } from './stage.js';

/** Scripts are not compiled, so they are read where they were written: tests run from the project's root. */
const FOLDER = join('test', 'scenario');

/** `UPDATE=1` writes what came out into the scripts; the diff is then to be read. */
const UPDATE = process.env['UPDATE'] === '1';

for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.txt'))) {
  test(name.replace('.txt', '').replaceAll('_', ' '), () => {
    const path = join(FOLDER, name);
    const stage = new Stage();
    const { text, failures } = runScript(readFileSync(path, 'utf8'), (command) => stage.execute(command));
    if (UPDATE) {
      writeFileSync(path, text);
      return;
    }
    for (const { line, expected, actual } of failures) assert.equal(actual, expected, `${path}:${line}`);
  });
}
