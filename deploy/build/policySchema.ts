/** Writes docs/policy.schema.json anew: node dist/deploy/build/policySchema.js. A test fails when it is not what the language says. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyJsonSchema, SCHEMA_FILE } from '../../services/policy/jsonSchema.js';

writeFileSync(join(process.cwd(), SCHEMA_FILE), `${JSON.stringify(policyJsonSchema(), null, 2)}\n`);
