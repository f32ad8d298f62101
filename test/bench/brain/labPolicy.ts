import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { checkoutRoot } from '../../lab/guest.js';

const TRIES = 20;
const TRY_EVERY_MS = 1000;

/**
 * Applies a policy to a brain that has just been started. Throws what `thermocline policies apply` says when it still refuses
 * after 20 s. Nobody is watched yet, so its classes may select nothing for now.
 */
export async function applyPolicy(brainAddress: string, runDir: string, policy: object): Promise<void> {
  const file = join(runDir, 'policy.yaml');
  writeFileSync(file, stringify(policy));
  const args = ['--server', brainAddress, 'policies', 'apply', file, '--allow-empty'];
  for (let tried = 1; ; tried++) {
    const { status, stderr } = spawnSync(process.execPath, [join(checkoutRoot(), 'dist/bin/thermocline.js'), ...args], {
      encoding: 'utf8',
    });
    if (status === 0) return;
    if (tried === TRIES) throw new Error(`the policy is not applied: ${stderr}`);
    await sleep(TRY_EVERY_MS);
  }
}
