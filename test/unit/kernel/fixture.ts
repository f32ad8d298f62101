/** Where the recorded machines lie, whether the tests run from sources or from dist. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

export type Machine = 'one-node-6.18' | 'two-nodes-6.12' | 'three-nodes-6.12' | 'one-kernel-tier' | 'two-sockets-cxl';

export function fixture(machine: Machine): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return join(directory, 'test/fixtures/kernel', machine);
}

/** A copy that a test may change. */
export function copyOf(t: TestContext, machine: Machine): string {
  const directory = temporary(t);
  cpSync(fixture(machine), directory, { recursive: true });
  return directory;
}

export function temporary(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'kernel-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Every file under a directory with its text: to tell that nothing was written. */
export function contents(directory: string): ReadonlyMap<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((file) => {
      const path = join(file.parentPath, file.name);
      return [path, readFileSync(path, 'latin1')];
    }),
  );
}
