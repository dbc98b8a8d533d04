import type { Property } from '../contract/answer';
import { carries } from '../contract/identifier';
import { type Operation, plural } from '../contract/operations';
import type { Call } from '../dialogue/conversation';
import { absent, phraseOf, sentenceOf } from './phrases';
import { capitalized, joined, labelOfName, readableCode, readableValue } from './values';

/** `loan LN-20001`: what the identifier names, and its value. Without one, what it was asked for by. */
function nameOf(operation: Operation, call: Call, item: Readonly<Record<string, unknown>>): string {
  const identifier = operation.parameters.find(({ kind }) => kind === 'identifier');
  if (!identifier) return [`the ${asWritten(operation)}`, ...givenIn(call)].join(' for ');
  const id = call.input[identifier.name] ?? item[identifier.name];
  return [nounOf(operation, identifier.name), typeof id === 'string' ? id : ''].filter(Boolean).join(' ');
}

/** What the identifier names is the thing, whatever the operation calls its doing: `loanId` → `loan`. */
const nounOf = ({ noun }: Operation, identifier: string | undefined): string => {
  const named = identifier && /^(.+?)_?(?:Id|ID|id|Number)$/.exec(identifier)?.[1];
  return named ? named.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase() : noun;
};

/** The noun in the plural where the document has it so: "opening hours". */
const asWritten = ({ noun, summary }: Operation): string =>
  new RegExp(`\\b${plural(noun)}\\b`, 'i').test(summary) ? plural(noun) : noun;

/** What was given to find it: `Monday` of MONDAY. */
const givenIn = ({ operation, input }: Call): string[] => {
  const given = operation.parameters.flatMap(({ name, required, choices, schema }) => {
    const value = input[name];
    if (value === undefined || !required || operation.writes) return [];
    const isChoice = choices.length > 0;
    return [isChoice ? capitalized(readableCode(String(value))) : readableValue(value, schema, true)];
  });
  return given.length > 0 ? [joined(given)] : [];
};

export const isStatus = ({ name, choices }: Property): boolean =>
  /stat(?:us|e)$/i.test(name) && choices.length > 0;

/** What a thing is, led by what was asked for. */
export function describeThing(
  call: Call,
  value: Readonly<Record<string, unknown>>,
  asked: readonly Property[],
  theirs: boolean,
): string {
  const { operation } = call;
  const { properties } = operation.answer;
  const name = nameOf(operation, call, value);
  const thing = theirs ? `your ${name.replace(/^the /, '')}` : name;
  const present = properties.filter(({ name }) => value[name] !== undefined && value[name] !== null);
  const status = present.find(isStatus);
  const first = status ? sentenceOf(thing, status, value[status.name]) : '';
  if (asked.length > 0) {
    const known = asked.filter((property) => present.includes(property) && property !== status);
    const unknown = asked.filter((property) => !present.includes(property));
    const sentences = known.map((property) => sentenceOf(thing, property, value[property.name]));
    if (known.length === 0 && unknown.length > 0) sentences.push(absent(thing, unknown));
    // "It was delivered on …" says that it is.
    const code = status && readableCode(String(value[status.name]));
    const told = known.some(({ name }) => sentences.length > 0 && labelOfName(name).startsWith(`${code} `));
    const state =
      status && sentences.length > 0 ? (told ? '' : sentenceOf('it', status, value[status.name])) : first;
    const onlyState = sentences.length === 0 && asked.length === 1;
    const ahead = onlyState ? present.filter(({ schema }) => schema.format === 'date') : [];
    return [...sentences, state, ...ahead.map((property) => sentenceOf('it', property, value[property.name]))]
      .filter(Boolean)
      .join(' ');
  }
  const rest = present.filter(
    ({ name }) =>
      name !== status?.name && !operation.parameters.some((parameter) => carries(name, parameter.name)),
  );
  const moments = rest.filter(
    ({ name, schema }) => /^date/.test(schema.format ?? '') && /(?:At|On)$/.test(name),
  );
  const lists = rest.filter(({ name }) => Array.isArray(value[name]));
  const plain = rest.filter((property) => !moments.includes(property) && !lists.includes(property));
  if (!first && moments.length + lists.length === 0 && plain.length > 0)
    return smallThing(call, thing, plain, value);
  const lead = first || `Here is ${thing}.`;
  const sentences = [
    ...moments.map((property) => sentenceOf('it', property, value[property.name])),
    capitalizedSentence(plain.map((property) => phraseOf(property, value[property.name], false)).join(', ')),
    ...lists.map((property) => capitalizedSentence(phraseOf(property, value[property.name], true))),
  ];
  return [lead, ...sentences].filter(Boolean).join(' ');
}

/** `The opening hours for Monday: 9:00 to 17:00.` What has one property is told by its value alone. */
function smallThing(
  { operation, input }: Call,
  thing: string,
  properties: readonly Property[],
  value: Readonly<Record<string, unknown>>,
): string {
  const told = properties.filter(({ name }) => value[name] !== input[name] || !(name in input));
  const [only, ...others] = told.length > 0 ? told : properties;
  if (!only) return `${capitalized(thing)}.`;
  const isNamed = [...only.nameStems].every((stem) => operation.nounStems.has(stem));
  const said =
    others.length === 0 && isNamed
      ? readableValue(value[only.name], only.schema, false)
      : [only, ...others].map((property) => phraseOf(property, value[property.name], false)).join(', ');
  return `${capitalized(thing)}: ${said}.`;
}

/** What a change did: its status, and what the answer says about the change itself. */
export function describeChange(call: Call, value: Readonly<Record<string, unknown>>): string {
  const { operation } = call;
  const thing = nameOf(operation, call, value);
  const present = operation.answer.properties.filter(
    ({ name }) => value[name] !== undefined && value[name] !== null,
  );
  const status = present.find(isStatus);
  const changed = present.filter(
    ({ name, nameStems }) =>
      name !== status?.name &&
      !operation.parameters.some((parameter) => carries(name, parameter.name)) &&
      [...nameStems].some((stem) => operation.stems.has(stem) && !operation.nounStems.has(stem)),
  );
  const code = status && readableCode(String(value[status.name]));
  const kept = changed.filter((property) => keepsAnother(call, property, value[property.name]));
  const done = code ? `Done: ${thing} is now ${code}.` : `Done: ${operation.verb} ${thing}.`;
  // What was given is not what it has: it was so before, and stayed so.
  const was = code ? `${capitalized(thing)} is ${code}` : `${capitalized(thing)} stays as it is`;
  const lead = kept.length > 0 ? `${was}, and your new ${labelsOf(kept)} did not change that.` : done;
  const sentences = changed.map((property) => sentenceOf('it', property, value[property.name]));
  return [lead, ...sentences.map(capitalized)].join(' ');
}

/** Whether the answer has other words than were given for what it is named like: `reason`, `returnReason`. */
const keepsAnother = ({ operation, input }: Call, { nameStems }: Property, has: unknown): boolean =>
  operation.parameters.some(({ name, kind, nameStems: own }) => {
    const given = input[name];
    const isSame = kind === 'text' && [...own].every((stem) => nameStems.has(stem));
    return isSame && typeof given === 'string' && typeof has === 'string' && wordsIn(given) !== wordsIn(has);
  });

const wordsIn = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim();

const labelsOf = (properties: readonly Property[]): string =>
  joined(properties.map(({ name }) => labelOfName(name)));

const capitalizedSentence = (text: string) => (text ? `${capitalized(text)}.` : '');
