import type { RedactionRule } from '../../recording/redact/redactor';
import type { Contract } from '../../schemas/contract';
import { openApiDocument } from '../../schemas/openapi';

interface Named {
  readonly name?: string;
  readonly schema?: { readonly pattern?: string; readonly format?: string };
}

/**
 * What identifies a thing, as the contracts say it: parameters of paths, and of queries, whose pattern holds digits.
 * Codes of letters alone, such as a currency's, identify nothing.
 */
export function contractRules(groups: readonly { readonly contract: Contract }[]): RedactionRule[] {
  const rules = new Map<string, RedactionRule>();
  for (const { contract } of groups) {
    for (const item of Object.values(openApiDocument(contract).paths)) {
      for (const operation of Object.values(
        item as Record<string, { readonly parameters?: readonly Named[] }>,
      )) {
        for (const { name = '', schema } of operation.parameters ?? []) {
          const { pattern, format } = schema ?? {};
          if (pattern === undefined || format !== undefined || !/\\d|0-9/.test(pattern)) continue;
          const anywhere = pattern.replace(/^\^/, '').replace(/\$$/, '');
          rules.set(anywhere, { name, pattern: anywhere });
        }
      }
    }
  }
  return [...rules.values()];
}
