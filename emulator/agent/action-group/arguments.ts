import type { Argument, Operation } from '../definition/operations';

/** One argument as Bedrock sends it: whatever its type, the value is a string. */
export interface Property {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

export interface Arguments {
  /** Path and query side by side. */
  readonly parameters: readonly Property[];
  /** Of the request's body. */
  readonly properties: readonly Property[];
}

/** What a model gave that the operation cannot take, as a sentence for the model; undefined if nothing. */
export function problemWith(
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
): string | undefined {
  const { name } = operation.toolSpec;
  const known = [...operation.arguments.keys()];
  const unknown = Object.keys(input).find((argument) => !known.includes(argument));
  if (unknown !== undefined) {
    return `${name} has no argument ${unknown}. Its arguments are: ${known.join(', ') || 'none'}.`;
  }
  const absent = [...operation.arguments.values()].filter(
    (argument) => argument.required && isAbsent(input[argument.name]),
  );
  if (absent.length === 0) return undefined;
  return `${name} needs ${absent.map((argument) => argument.name).join(', ')}. Ask the user for what is missing.`;
}

/** A tool's input as an event's parameters and properties, in the sequence of the document. */
export function argumentsOf(operation: Operation, input: Readonly<Record<string, unknown>>): Arguments {
  const given = [...operation.arguments.values()].filter(({ name }) => !isAbsent(input[name]));
  const at = (place: Argument['place']): Property[] =>
    given
      .filter((argument) => argument.place === place)
      .map(({ name, type }) => ({ name, type, value: text(input[name]) }));
  return { parameters: at('parameters'), properties: at('requestBody') };
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

/** Arrays and objects travel as JSON (recorded events show other forms too, which are lossy). */
const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
