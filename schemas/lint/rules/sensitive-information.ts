import type { GuardrailConfig } from '../../guardrail-config';
import { badLength } from '../config';
import type { Rule } from '../rule';
import { messages, pages } from '../sources';
import { twice } from './twice';

/** The entities of CreateGuardrail's model. */
const piiTypes = new Set(
  `ADDRESS AGE AWS_ACCESS_KEY AWS_SECRET_KEY CA_HEALTH_NUMBER CA_SOCIAL_INSURANCE_NUMBER CREDIT_DEBIT_CARD_CVV
  CREDIT_DEBIT_CARD_EXPIRY CREDIT_DEBIT_CARD_NUMBER DRIVER_ID EMAIL INTERNATIONAL_BANK_ACCOUNT_NUMBER IP_ADDRESS
  LICENSE_PLATE MAC_ADDRESS NAME PASSWORD PHONE PIN SWIFT_CODE UK_NATIONAL_HEALTH_SERVICE_NUMBER
  UK_NATIONAL_INSURANCE_NUMBER UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER URL USERNAME US_BANK_ACCOUNT_NUMBER
  US_BANK_ROUTING_NUMBER US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER US_PASSPORT_NUMBER US_SOCIAL_SECURITY_NUMBER
  VEHICLE_IDENTIFICATION_NUMBER`.split(/\s+/),
);

/**
 * Whether JavaScript compiles it, with what others know and it does not: flags within, and names with a P. AWS does not
 * say which expressions Bedrock's are.
 */
function syntaxProblem(pattern: string): string | undefined {
  const foreign = /(\\.|\[(?:\\.|[^\]\\])*\])|\(\?P(?=<)|\(\?[imsU-]+([:)])/gs;
  const known = pattern.replace(foreign, (_, kept?: string, end?: string) => {
    if (kept !== undefined) return kept;
    return end === undefined ? '(?' : end === ':' ? '(?:' : '(?:)';
  });
  try {
    new RegExp(known);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'it is no regular expression';
  }
}

/** The first lookaround outside of character classes. */
const lookaround = (pattern: string): string | undefined =>
  pattern.match(/\\.|\[(?:\\.|[^\]\\])*\]|\(\?<?[=!]/g)?.find((part) => part.startsWith('(?'));

/** Rules about a guardrail's PII entities and regexes; paths begin at the guardrail. */
export const sensitiveInformationRules: readonly Rule<GuardrailConfig>[] = [
  {
    id: 'pii-type',
    demand: 'A PII entity is one that Bedrock knows.',
    bedrock: 'not documented',
    mend: 'Choose one of the listed types, or write a regex',
    source: pages.guardrailPii,
    *check({ piiEntities = [] }) {
      for (const [index, { type }] of piiEntities.entries()) {
        if (!piiTypes.has(type)) yield { path: `/piiEntities/${index}/type`, message: `There is no ${type}` };
      }
    },
  },
  {
    id: 'pii-unique',
    demand: 'A PII entity is listed once.',
    bedrock: messages.piiTwice,
    mend: 'Keep one of the two',
    source: pages.guardrailPii,
    check: ({ piiEntities }) => twice(piiEntities, '/piiEntities', '/type', ({ type }) => type),
  },
  {
    id: 'regex-count',
    demand: 'There are at most 10 regexes.',
    bedrock: 'not documented',
    mend: 'Join expressions',
    source: pages.guardrailSensitive,
    *check({ regexes = [] }) {
      if (regexes.length > 10) yield { path: '/regexes', message: `There are ${regexes.length}` };
    },
  },
  {
    id: 'regex-pattern',
    demand: 'A regex has a pattern of 1 to 500 characters.',
    bedrock: messages.regexLength,
    mend: 'Shorten it, or make two of it',
    source: pages.guardrailRegex,
    *check({ regexes = [] }) {
      for (const [index, { name, pattern }] of regexes.entries()) {
        const bad = badLength(pattern, 1, 500);
        if (bad) yield { path: `/regexes/${index}/pattern`, message: `The pattern of ${name} ${bad}` };
      }
    },
  },
  {
    id: 'regex-name',
    demand: 'A regex has a name of 1 to 100 characters.',
    bedrock: 'not documented',
    mend: 'Name what it finds: the name stands in masked texts',
    source: pages.guardrailRegex,
    *check({ regexes = [] }) {
      for (const [index, { name }] of regexes.entries()) {
        const bad = badLength(name, 1, 100);
        if (bad) yield { path: `/regexes/${index}/name`, message: `The name ${bad}` };
      }
    },
  },
  {
    id: 'regex-description',
    demand: 'The description of a regex has 1 to 1,000 characters.',
    bedrock: 'not documented',
    mend: 'Shorten it, or leave it out',
    source: pages.guardrailRegex,
    *check({ regexes = [] }) {
      for (const [index, { name, description = '-' }] of regexes.entries()) {
        const bad = badLength(description, 1, 1000);
        if (bad)
          yield { path: `/regexes/${index}/description`, message: `The description of ${name} ${bad}` };
      }
    },
  },
  {
    id: 'regex-syntax',
    demand: 'A regex can be compiled.',
    bedrock: 'not documented',
    mend: 'Close what is open and escape what is meant literally',
    source: pages.guardrailRegex,
    *check({ regexes = [] }) {
      for (const [index, { name, pattern }] of regexes.entries()) {
        const problem = syntaxProblem(pattern);
        if (problem) yield { path: `/regexes/${index}/pattern`, message: `${name}: ${problem}` };
      }
    },
  },
  {
    id: 'regex-lookaround',
    demand: 'A regex looks neither ahead nor behind.',
    bedrock: 'not documented',
    mend: 'Write what stands around the match into the pattern, or leave it out',
    source: pages.guardrailSensitiveFilters,
    *check({ regexes = [] }) {
      for (const [index, { name, pattern }] of regexes.entries()) {
        const found = lookaround(pattern);
        if (found) yield { path: `/regexes/${index}/pattern`, message: `${name} has ${found}` };
      }
    },
  },
  {
    id: 'regex-name-unique',
    demand: 'No two regexes have one name.',
    bedrock: messages.regexNameTwice,
    mend: 'Rename one of the two',
    source: pages.guardrailRegex,
    check: ({ regexes }) => twice(regexes, '/regexes', '/name', ({ name }) => name),
  },
  {
    id: 'regex-pattern-unique',
    demand: 'No two regexes have one pattern.',
    bedrock: messages.regexPatternTwice,
    mend: 'Delete one of the two',
    source: pages.guardrailRegex,
    check: ({ regexes }) => twice(regexes, '/regexes', '/pattern', ({ pattern }) => pattern),
  },
];
