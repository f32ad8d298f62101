import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { actuatorSchema } from '../../../services/actuator/config.js';
import { brainConfig } from '../../../services/brain/config.js';
import { collectorConfig } from '../../../services/collector/config.js';
import { parseConfig } from '../../../services/runtime/config.js';
import { checkoutRoot } from '../../lab/guest.js';

const SERVICES = { brain: brainConfig, collector: collectorConfig, actuator: actuatorSchema };

for (const [name, schema] of Object.entries(SERVICES)) {
  const file = join(checkoutRoot(), 'deploy/config', `${name}.yaml`);

  test(`the sample configuration of the ${name} is accepted as it stands`, () => {
    assert.ok(parseConfig(schema, readFileSync(file, 'utf8'), file));
  });

  test(`what the sample configuration of the ${name} says is what holds without it`, () => {
    const needed = {
      brain: 'signingKey: /etc/thermocline/plan-signing.pem',
      collector: '',
      actuator: 'keys: [/etc/thermocline/plan-signing.pub]',
    };
    const sample = parseConfig(schema, readFileSync(file, 'utf8'), file);
    const defaults = parseConfig(schema, needed[name as keyof typeof needed], file);
    assert.deepEqual(sample, defaults);
  });
}
