import { findPhoneNumbersInText } from 'libphonenumber-js/max';
import isBIC from 'validator/lib/isBIC';
import isCreditCard from 'validator/lib/isCreditCard';
import isEmail from 'validator/lib/isEmail';
import isIBAN from 'validator/lib/isIBAN';
import isIP from 'validator/lib/isIP';
import isLuhnNumber from 'validator/lib/isLuhnNumber';
import isMACAddress from 'validator/lib/isMACAddress';
import isURL from 'validator/lib/isURL';
import { isNhsNumber, isRoutingNumber, isVehicleNumber } from './check-digits';

export type Span = readonly [start: number, end: number];
export type Detect = (text: string) => Span[];

interface Pattern {
  /** With the flags `dgu`, and `i` where case does not matter; a group `value` is what counts. */
  readonly pattern: RegExp;
  /** Words of which one stands shortly before. */
  readonly after?: RegExp;
  readonly valid?: (value: string) => boolean;
}

/** Characters in which the words before a number are looked for. */
const reach = 40;

const matching =
  (...patterns: readonly Pattern[]): Detect =>
  (text) =>
    patterns.flatMap(({ pattern, after, valid = () => true }) =>
      [...text.matchAll(pattern)].flatMap((match): Span[] => {
        const span = match.indices?.groups?.value ?? match.indices?.[0];
        if (!span || !valid(text.slice(...span))) return [];
        return after && !after.test(text.slice(Math.max(0, span[0] - reach), span[0])) ? [] : [span];
      }),
    );

const compact = (value: string) => value.replace(/[ -]/g, '');
const hasDigit = (value: string) => /\d/.test(value);

/** The longest beginning that is an IBAN: what follows may look like a part of it. */
const ibans: Detect = (text) =>
  [...text.matchAll(/(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}/dgu)].flatMap((match): Span[] => {
    for (let end = match[0].length; end >= 15; end--) {
      if (/[A-Z0-9]/.test(text[match.index + end] ?? '')) continue;
      if (isIBAN(match[0].slice(0, end).replaceAll(' ', ''))) return [[match.index, match.index + end]];
    }
    return [];
  });

/** With a country's prefix or as North America groups digits: other digits may be an invoice. */
const looksDialled = /^(?:\+|00|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$)/;

/** As it is dialled within a country, whichever that is: nothing but the words before tell it from other numbers. */
const announcedPhones = matching({
  pattern: /(?<![\p{L}\p{N}(+.,-])\(?0\d{1,5}\)?(?:[ /.-]{1,3}?\d{1,8}|\d){2,6}(?![\p{L}\p{N}])/dgu,
  after:
    /(?<!\p{L})(?:(?:tele|cell|mobile )?phone|mobile|cell|tel|telefon(?:nummer)?|handy(?:nummer)?|mobil(?:nummer)?|rufnummer|téléphone|portable|teléfono|móvil|telefono|cellulare|whatsapp|(?:call|ring|text) (?:me|us))(?!\p{L})\W*(?:\p{L}+\W+){0,2}$/iu,
  valid: (value) => /^\d{8,13}$/.test(value.replace(/\D/g, '')),
});

const phones: Detect = (text) => {
  const dialled = findPhoneNumbersInText(text, { defaultCountry: 'US' })
    .filter(({ number }) => number.isValid())
    .filter(({ startsAt, endsAt }) => looksDialled.test(text.slice(startsAt, endsAt)))
    .map(({ startsAt, endsAt }): Span => [startsAt, endsAt]);
  const isNew = ([start, end]: Span) => !dialled.some(([from, to]) => start < to && from < end);
  return [...dialled, ...announcedPhones(text).filter(isNew)];
};

const webAddresses: Detect = (text) =>
  [...text.matchAll(/(?:https?:\/\/|(?<![\w.@])www\.)[^\s<>"']+/dgu)].flatMap((match): Span[] => {
    const address = match[0].replace(/[.,;:!?)\]]+$/, '');
    return isURL(address) ? [[match.index, match.index + address.length]] : [];
  });

/**
 * Where a text holds an entity. What has a check digit or a fixed form is found by that; what has none (names,
 * addresses, passwords, account numbers) only behind words that announce it, or in its usual English or German form.
 */
export const piiDetectors: Readonly<Record<string, Detect>> = {
  ADDRESS: matching(
    {
      pattern:
        /(?<![\p{L}\p{N}])\d{1,5}\s+(?:\p{Lu}[\p{L}.'-]*\s+){1,4}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Square|Way)(?!\p{L})/dgu,
    },
    {
      pattern:
        /(?<!\p{L})\p{Lu}\p{L}+(?:straße|strasse|str\.|weg|platz|gasse|allee)\s+\d+[a-z]?(?![\p{L}\p{N}])/dgu,
    },
  ),
  AGE: matching(
    { pattern: /(?<!\d)\d{1,3}\s*(?:years?|yrs?)[ -]old(?!\p{L})/dgiu },
    { pattern: /(?<!\d)\d{1,3} Jahre alt(?!\p{L})/dgiu },
    { pattern: /(?<!\p{L})(?:aged|age:?)\s+(?<value>\d{1,3})(?!\d)/dgiu },
  ),
  AWS_ACCESS_KEY: matching({
    pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|AIDA|AROA|AGPA|ANPA|ANVA|AIPA)[A-Z0-9]{16}(?![A-Za-z0-9])/dgu,
  }),
  AWS_SECRET_KEY: matching({
    pattern: /(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/dgu,
    valid: (value) => /[a-z]/.test(value) && /[A-Z]/.test(value) && hasDigit(value),
  }),
  CA_HEALTH_NUMBER: matching({
    pattern: /(?<!\d)\d{4}[ -]?\d{3}[ -]?\d{3}(?!\d)/dgu,
    after: /health (?:card|number|insurance)|ohip/i,
  }),
  CA_SOCIAL_INSURANCE_NUMBER: matching({
    pattern: /(?<![\d-])\d{3}([ -])\d{3}\1\d{3}(?![\d-])/dgu,
    valid: (value) => isLuhnNumber(compact(value)),
  }),
  CREDIT_DEBIT_CARD_CVV: matching({
    pattern: /(?<!\d)\d{3,4}(?!\d)/dgu,
    after: /(?:cvv|cvc|cid|security code|prüfnummer|kartenprüf\w*)\W*(?:\w+\W+)?$/i,
  }),
  CREDIT_DEBIT_CARD_EXPIRY: matching({
    pattern: /(?<!\d)(?:0?[1-9]|1[0-2])[/-](?:\d{4}|\d{2})(?!\d)/dgu,
    after: /expir|valid (?:thru|until)|gültig bis|ablauf/i,
  }),
  CREDIT_DEBIT_CARD_NUMBER: matching({
    pattern: /(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-]\d|\d)/dgu,
    valid: (value) => isCreditCard(compact(value)),
  }),
  DRIVER_ID: matching({
    pattern: /(?<![A-Za-z0-9])[A-Z0-9][A-Z0-9-]{5,15}(?![A-Za-z0-9])/dgu,
    after: /driver'?s? (?:licen[cs]e|id)|driving licen[cs]e|führerschein/i,
    valid: hasDigit,
  }),
  EMAIL: matching({
    // Only where a word begins: else a long one is read again from each of its letters.
    pattern: /(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,24}/dgu,
    valid: (value) => isEmail(value),
  }),
  INTERNATIONAL_BANK_ACCOUNT_NUMBER: ibans,
  IP_ADDRESS: matching({
    pattern: /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/dgu,
    valid: (value) => isIP(value, 4),
  }),
  LICENSE_PLATE: matching({
    pattern: /(?<![A-Za-z0-9])[A-ZÄÖÜ0-9](?:[ -]?[A-ZÄÖÜ0-9]){3,8}(?![A-Za-z0-9])/dgu,
    after: /licen[cs]e plate|number plate|registration|kennzeichen/i,
    valid: hasDigit,
  }),
  MAC_ADDRESS: matching({
    pattern: /(?<![\dA-Fa-f:-])[\dA-Fa-f]{2}(?:[:-][\dA-Fa-f]{2}){5}(?![\dA-Fa-f:-])/dgu,
    valid: (value) => isMACAddress(value),
  }),
  NAME: matching({
    pattern:
      /(?:[Mm]y name is|[Mm]ein Name ist|[Ii]ch heiße|[Jj]e m'appelle|[Mm]e llamo|[Mm]i chiamo)\s+(?<value>\p{Lu}[\p{L}'-]+(?:\s+\p{Lu}[\p{L}'-]+){0,3})/dgu,
  }),
  PASSWORD: matching({
    pattern:
      /(?:passwords?|passwd|pwd|passphrase|passwort|kennwort|mot de passe|contraseña|senha)\s*(?:is|ist|lautet|est|es|é|:|=)\s*["'“„]?(?<value>[^\s"'“”]{4,63}[^\s"'“”.,;])/dgiu,
    valid: (value) => /[^\p{L}]/u.test(value),
  }),
  PHONE: phones,
  PIN: matching({ pattern: /(?<!\d)\d{4}(?!\d)/dgu, after: /(?<!\p{L})pin\W*(?:\p{L}+\W+){0,2}$/iu }),
  SWIFT_CODE: matching({
    pattern: /(?<![A-Za-z0-9])[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?![A-Za-z0-9])/dgu,
    after: /swift|bic/i,
    valid: (value) => isBIC(value),
  }),
  UK_NATIONAL_HEALTH_SERVICE_NUMBER: matching({
    pattern: /(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)/dgu,
    after: /nhs/i,
    valid: (value) => isNhsNumber(compact(value)),
  }),
  UK_NATIONAL_INSURANCE_NUMBER: matching({
    pattern:
      /(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D](?![A-Za-z0-9])/dgu,
  }),
  UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER: matching({
    pattern: /(?<!\d)\d{5} ?\d{5}(?!\d)/dgu,
    after: /utr|taxpayer reference/i,
  }),
  URL: webAddresses,
  USERNAME: matching({
    pattern:
      /(?:user ?name|login|benutzername|nom d'utilisateur|nombre de usuario)\s*(?:is|ist|lautet|est|es|:|=)\s*(?<value>[\p{L}\p{N}_.@-]{3,31}[\p{L}\p{N}])/dgiu,
  }),
  US_BANK_ACCOUNT_NUMBER: matching({
    pattern: /(?<!\d)\d{10,12}(?!\d)/dgu,
    after: /account (?:number|no)|acct|bank account/i,
  }),
  US_BANK_ROUTING_NUMBER: matching({
    pattern: /(?<!\d)\d{9}(?!\d)/dgu,
    after: /routing|(?<!\p{L})aba(?!\p{L})/iu,
    valid: isRoutingNumber,
  }),
  US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER: matching({
    pattern: /(?<![\d-])9\d{2}([ -])[78]\d\1?\d{4}(?![\d-])/dgu,
  }),
  US_PASSPORT_NUMBER: matching({
    pattern: /(?<![A-Za-z0-9])[A-Z0-9]{6,9}(?![A-Za-z0-9])/dgu,
    after: /passport/i,
    valid: hasDigit,
  }),
  US_SOCIAL_SECURITY_NUMBER: matching(
    { pattern: /(?<![\d-])(?!000|666|9)\d{3}([ -])(?!00)\d{2}\1(?!0000)\d{4}(?![\d-])/dgu },
    { pattern: /(?<!\d)(?!000|666|9)\d{9}(?!\d)/dgu, after: /ssn|social security/i },
  ),
  VEHICLE_IDENTIFICATION_NUMBER: matching({
    pattern: /(?<![A-Za-z0-9])[A-HJ-NPR-Z0-9]{17}(?![A-Za-z0-9])/dgu,
    valid: isVehicleNumber,
  }),
};
