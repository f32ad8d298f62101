/** Writes docs/*.schema.json anew: node dist/deploy/build/policySchema.js. A test fails when one is not what its language says. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMA_FILES } from '../../services/policy/jsonSchema.js';

for (const [file, schema] of Object.entries(SCHEMA_FILES)) {
  writeFileSync(join(process.cwd(), file), `${JSON.stringify(schema(), null, 2)}\n`);
}
