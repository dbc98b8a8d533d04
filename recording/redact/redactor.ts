import { createHash } from 'node:crypto';
import { permute, permuteLetters } from './permute';

export interface RedactionRule {
  readonly name: string;
  /** A regular expression's source. What it finds keeps its form, and still fits the expression. */
  readonly pattern: string;
}

/** In front of a value, and behind it: no letter or digit, though maybe an escaped line break of JSON. */
const before = String.raw`(?:(?<![0-9A-Za-z])|(?<=\\[nrtbf]))`;
const behind = '(?![0-9A-Za-z])';
const beginning = new RegExp(before, 'g');
const beginsHere = new RegExp(before, 'y');

const address: RedactionRule = {
  name: 'e-mail',
  pattern: String.raw`[0-9A-Za-z._%+-]+@[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)+`,
};

/** What is personal whatever the domain: addresses of e-mail, and numbers as long as those of phones and cards. */
const commonRules: readonly RedactionRule[] = [
  address,
  { name: 'phone', pattern: String.raw`\+\d{1,3}(?:[ -]?\d{2,5}){2,5}` },
  // As North America groups them, with a zero before the area, and in the pairs of France.
  { name: 'national phone', pattern: String.raw`(?<![.\d/-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}` },
  {
    name: 'national phone',
    pattern: String.raw`(?<![.\d/-])\(?0[1-9]\d{1,4}\)?[ /-]\d{3,8}(?:[ -]\d{2,8}){0,2}`,
  },
  { name: 'national phone', pattern: String.raw`(?<![.\d/-])0[1-9](?:[ .]\d{2}){4}` },
  { name: 'IP address', pattern: String.raw`(?<![.\d])\d{1,3}(?:\.\d{1,3}){3}(?!\.\d)` },
  // A card's, and an account's in groups.
  { name: 'grouped number', pattern: String.raw`(?<!\.)\d{4}(?:[ -]\d{4}){2,3}(?:[ -]\d{1,4})?` },
  { name: 'long number', pattern: String.raw`(?<!\.)\d{9,}` },
];

const mail = new RegExp(`${before}${address.pattern}${behind}`, 'g');

/** The names under which the envelope of action groups passes pages on; a token may hold a key of a table. */
const tokens = /\\*"(?:nextPageToken|pageToken)\\*":\\*"([^"\\]+)/g;

/** Replaces what is personal, in whatever text of JSON it stands, by something of the same length and form. */
export class Redactor {
  private readonly rules: RedactionRule[] = [];
  /** Patterns that are a person's own words. */
  private readonly texts = new Set<string>();
  /** In lower case: texts of which digits and letters are replaced. */
  private readonly sensitive = new Set<string>();
  private readonly literals = new Map<string, string>();
  /** What was replaced before: the same values come again and again, and each costs a dozen hashes. */
  private readonly substitutes = new Map<string, string>();
  private replaced = 0;
  private expression = /(?!)/g;
  private readonly personal: RegExp | undefined;

  /** `personal` are names of fields whose values are a person's own words: from where they are seen, all are replaced. */
  constructor(
    private readonly key: string,
    rules: readonly RedactionRule[],
    private readonly fields: readonly string[] = [],
  ) {
    if (fields.length > 0) this.personal = valuesOf(fields);
    this.rules.push(...rules, ...commonRules);
    this.compile();
  }

  /** Rules in force until now. Of a text that is replaced as it is, only the form is told. */
  get redactions(): readonly RedactionRule[] {
    const fields = this.fields.map((field) => ({ name: `field ${field}`, pattern: '' }));
    const rules = this.rules
      .filter(({ name }) => name !== 'personal')
      .map(({ name, pattern }) => ({
        name,
        pattern: this.texts.has(pattern) ? pattern.replace(/[\p{L}\p{N}]+/gu, '\\p{L}+') : pattern,
      }));
    return [...fields, ...rules];
  }

  get count(): number {
    return this.replaced;
  }

  /**
   * Session attributes say who asks. Of one with digits, everything of its form is replaced (another customer's
   * number looks alike); of one without, the very text, unless it is as short as a language or a flag.
   */
  learn(attributes: Readonly<Record<string, string>> = {}): void {
    const known = new Set(this.rules.map(({ pattern }) => pattern));
    const { size } = known;
    for (const [name, value] of Object.entries(attributes)) {
      const pattern = patternOf(value);
      if (pattern === undefined || known.has(pattern)) continue;
      known.add(pattern);
      if (!/\d/.test(value)) this.texts.add(pattern);
      this.rules.unshift({ name: `sessionAttributes.${name}`, pattern });
    }
    if (known.size > size) this.compile();
  }

  /**
   * What a guardrail found sensitive is replaced as it is, and not what looks like it: an age is two digits. Gives
   * whether anything of it is new.
   */
  learnTexts(texts: readonly string[]): boolean {
    // As a line of JSON has them.
    const written = texts.map((text) => JSON.stringify(text).slice(1, -1));
    return this.learnWritten('guardrail', written);
  }

  /** What the personal fields in this JSON say is replaced wherever it is said. Gives whether any of it is new. */
  learnFields(json: string): boolean {
    if (!this.personal) return false;
    const found = Array.from(json.matchAll(this.personal), ([, value = '']) => value);
    return this.learnWritten('personal', found);
  }

  private learnWritten(name: string, texts: readonly string[]): boolean {
    const isNew = (text: string) => text !== '' && !this.sensitive.has(text.toLowerCase());
    const unknown = [...new Set(texts.filter(isNew))];
    if (unknown.length === 0) return false;
    for (const text of unknown) {
      this.sensitive.add(text.toLowerCase());
      const pattern = escaped(text);
      this.texts.add(pattern);
      this.rules.unshift({ name, pattern });
    }
    this.substitutes.clear();
    this.compile();
    return true;
  }

  /** Everything is redacted again. */
  countAnew(): void {
    this.replaced = 0;
  }

  redact(text: string): string {
    if (text.includes('ageToken')) {
      for (const [, token = ''] of text.matchAll(tokens)) this.literals.set(token, this.token(token));
    }
    let result = text;
    for (const [literal, substitute] of this.literals) result = result.replaceAll(literal, substitute);
    // Rare, and its pattern begins with whatever a word does: not worth a look at every word.
    if (result.includes('@')) result = result.replace(mail, (value) => this.substitute(value));
    return this.withSubstitutes(result);
  }

  /** Looks at what is in front of a value once it is found: to do so at every character takes as long as all else. */
  private withSubstitutes(text: string): string {
    const { expression } = this;
    let result = '';
    let end = 0;
    expression.lastIndex = 0;
    for (let match = expression.exec(text); match; match = expression.exec(text)) {
      const { index, 0: value } = match;
      beginsHere.lastIndex = index;
      if (!beginsHere.test(text)) {
        beginning.lastIndex = index + 1;
        const next = beginning.exec(text);
        if (!next) break;
        expression.lastIndex = next.index;
        continue;
      }
      result += text.slice(end, index) + this.substitute(value);
      end = index + value.length;
      if (value === '') expression.lastIndex += 1;
    }
    return result + text.slice(end);
  }

  private substitute(value: string): string {
    this.replaced += 1;
    const known = this.substitutes.get(value);
    if (known !== undefined) return known;
    const substitute = this.substituteOf(value);
    this.substitutes.set(value, substitute);
    return substitute;
  }

  private substituteOf(value: string): string {
    const whole = permute(this.key, value);
    if (this.sensitive.has(value.toLowerCase())) return permuteLetters(this.key, whole);
    if (!value.includes('@')) return whole;
    const name = value.slice(0, value.lastIndexOf('.'));
    return permuteLetters(this.key, permute(this.key, name)) + value.slice(name.length);
  }

  private token(token: string): string {
    const hash = createHash('sha512').update(`${this.key} ${token}`).digest('base64url');
    return hash.repeat(Math.ceil(token.length / hash.length)).slice(0, token.length);
  }

  private compile(): void {
    const all = this.rules.filter((rule) => rule !== address).map(({ pattern }) => `(?:${pattern})`);
    this.expression = new RegExp(`(?:${all.join('|')})${behind}`, 'gi');
  }
}

/** Finds texts of fields with these names, in JSON, in JSON within its strings, and as DynamoDB writes them. */
const valuesOf = (fields: readonly string[]): RegExp =>
  new RegExp(
    String.raw`\\*"(?:${fields.map(escaped).join('|')})\\*":(?:\{\\*"S\\*":)?\\*"([^"\\]{2,})\\*"`,
    'g',
  );

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function patternOf(value: string): string | undefined {
  const source = escaped(value);
  if (/\d/.test(value))
    return value.length < 3 ? undefined : source.replace(/\d+/g, (run) => `\\d{${run.length}}`);
  return value.length < 4 || value === 'true' || value === 'false' ? undefined : source;
}
