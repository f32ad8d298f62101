import * as z from 'zod';
import { policyLanguage } from './language.js';

/** Where editors find it: `# yaml-language-server: $schema=…` at the head of a policy. */
export const SCHEMA_FILE = 'docs/policy.schema.json';

/** The language as JSON Schema draft-07, which the YAML servers of editors know best. */
export function policyJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(policyLanguage, { io: 'input', target: 'draft-7' });
  return { $schema, title: 'Thermocline policy', ...schema };
}
