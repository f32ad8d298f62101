import * as z from 'zod';
import { policyLanguage } from './language.js';
import { rolloutLanguage } from './rolloutLanguage.js';

/** Where editors find a language: `# yaml-language-server: $schema=…` at the head of a policy or a rollout. */
export const SCHEMA_FILES: Readonly<Record<string, () => object>> = {
  'docs/policy.schema.json': () => jsonSchema('Thermocline policy', policyLanguage),
  'docs/rollout.schema.json': () => jsonSchema('Thermocline rollout', rolloutLanguage),
};

/** A language as JSON Schema draft-07, which the YAML servers of editors know best. */
function jsonSchema(title: string, language: z.ZodType): object {
  const { $schema, ...schema } = z.toJSONSchema(language, { io: 'input', target: 'draft-7' });
  return { $schema, title, ...schema };
}
