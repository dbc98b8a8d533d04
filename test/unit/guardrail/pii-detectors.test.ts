import * as fc from 'fast-check';
import { piiDetectors } from '../../../emulator/guardrail/sensitive/pii-detectors';
import { disguisesRemoved, plainText } from '../../../emulator/guardrail/text/plain-text';

const found = (type: string, text: string) =>
  (piiDetectors[type]?.(text) ?? []).map(([start, end]) => text.slice(start, end));

it.each([
  ['CREDIT_DEBIT_CARD_NUMBER', 'pay with 4111-1111-1111-1111.', ['4111-1111-1111-1111']],
  ['CREDIT_DEBIT_CARD_NUMBER', 'pay with 4111-1111-1111-1112.', []],
  ['CREDIT_DEBIT_CARD_NUMBER', 'tracking number 00340434161094042557', []],
  [
    'INTERNATIONAL_BANK_ACCOUNT_NUMBER',
    'to DE89 3704 0044 0532 0130 00 BY MONDAY',
    ['DE89 3704 0044 0532 0130 00'],
  ],
  ['INTERNATIONAL_BANK_ACCOUNT_NUMBER', 'to DE88 3704 0044 0532 0130 00', []],
  ['EMAIL', 'a.b+c@mail.example.co.uk, or <x@example.org>.', ['a.b+c@mail.example.co.uk', 'x@example.org']],
  ['EMAIL', 'price @ 5 euros', []],
  ['PHONE', 'call +49 30 901820 or (212) 555-0142', ['+49 30 901820', '(212) 555-0142']],
  ['PHONE', 'invoice 2026-11-0042 of 12/11/2026', []],
  [
    'PHONE',
    'my phone number is 07911 123456, Telefon: (030) 901820, or tel 0171/234 56 78.',
    ['07911 123456', '(030) 901820', '0171/234 56 78'],
  ],
  ['PHONE', 'no phone, but parcel number 00340434161094042557 and invoice 07911123456', []],
  ['IP_ADDRESS', 'from 198.51.100.7, version 1.2.3', ['198.51.100.7']],
  ['IP_ADDRESS', 'from 198.51.100.700', []],
  ['MAC_ADDRESS', 'at 00:1A:2B:3C:4D:5E', ['00:1A:2B:3C:4D:5E']],
  ['URL', 'see https://example.com/a?b=c, please', ['https://example.com/a?b=c']],
  ['AWS_ACCESS_KEY', 'AKIAIOSFODNN7EXAMPLE', ['AKIAIOSFODNN7EXAMPLE']],
  [
    'AWS_SECRET_KEY',
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
  ],
  ['US_SOCIAL_SECURITY_NUMBER', '536-22-8145 and 000-22-8145', ['536-22-8145']],
  ['US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER', '912-70-1234', ['912-70-1234']],
  ['US_BANK_ROUTING_NUMBER', 'routing number 021000021', ['021000021']],
  ['US_BANK_ROUTING_NUMBER', 'routing number 021000022', []],
  ['CA_SOCIAL_INSURANCE_NUMBER', 'SIN 046 454 286', ['046 454 286']],
  ['CA_SOCIAL_INSURANCE_NUMBER', 'SIN 046 454 287', []],
  ['UK_NATIONAL_HEALTH_SERVICE_NUMBER', 'NHS number 943 476 5919', ['943 476 5919']],
  ['UK_NATIONAL_HEALTH_SERVICE_NUMBER', 'NHS number 943 476 5918', []],
  ['UK_NATIONAL_INSURANCE_NUMBER', 'NINO QQ 12 34 56 C, AB 12 34 56 C', ['AB 12 34 56 C']],
  ['VEHICLE_IDENTIFICATION_NUMBER', '1M8GDM9AXKP042788', ['1M8GDM9AXKP042788']],
  ['VEHICLE_IDENTIFICATION_NUMBER', '1M8GDM9AXKP042789', []],
  ['SWIFT_CODE', 'BIC DEUTDEFF', ['DEUTDEFF']],
  ['PASSWORD', 'My password is Tr0ub4dor&3, log in', ['Tr0ub4dor&3']],
  ['PASSWORD', 'The password is wrong', []],
  ['CREDIT_DEBIT_CARD_CVV', 'the CVV is 123', ['123']],
  ['CREDIT_DEBIT_CARD_EXPIRY', 'expires 09/27', ['09/27']],
  ['PIN', 'my PIN is 4711', ['4711']],
  ['NAME', 'My name is Maria Lopez and I', ['Maria Lopez']],
  ['AGE', 'I am 40 years old', ['40 years old']],
  ['ADDRESS', 'to 100 Main Street, Anytown', ['100 Main Street']],
] as const)('%s in "%s"', (type, text, expected) => {
  expect(found(type, text)).toEqual(expected);
});

it('leads from a plain text back to the original, whatever stands in it', () => {
  const letters = fc.constantFrom('a', '４', '\u200b', 'ﬁ', '😀', ' ', 'é', '½');
  fc.assert(
    fc.property(fc.array(letters), fc.array(letters), (before, after) => {
      const original = `${before.join('')}@@${after.join('')}`;
      const plain = plainText(original);
      const at = plain.text.indexOf('@@');
      expect(original.slice(...plain.original(at, at + 2))).toBe('@@');
    }),
  );
});

it.each([
  ['1gn0r3 4ll', 'ignore all'],
  ['Іgnоrе', 'ignore'],
  ['k i l l  y o u', 'kill  y o u'],
  ['Ｉｇｎｏｒｅ', 'ignore'],
  ['Ig\u200bnore', 'ignore'],
  ['order 100001', 'order 100001'],
  ['Straße', 'strasse'],
])('reads %s as %s', (text, expected) => {
  expect(disguisesRemoved(text)).toBe(expected);
});
