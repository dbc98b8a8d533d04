const integerForm = /^-?(?:0|[1-9]\d*)$/;
const numberForm = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const jsonString = /"(?:[^"\\]|\\.)*"/g;
const jsonNumber = /-?\d[\d.eE+-]*/g;
const mayLoseDigits = /[\d.]{16}|[eE][+-]?\d{3}/;

export const isInteger = (text: string): boolean => integerForm.test(text);
export const isNumber = (text: string): boolean => numberForm.test(text);

/** Whether a JavaScript number holds exactly what the decimal text says, so that no digit of an id gets lost. */
export function isExact(text: string): boolean {
  if (!mayLoseDigits.test(text)) return true;
  return significand(text) === significand(String(Number(text)));
}

/** The same, for every number in a JSON text, since parsing rounds without a word. */
export function isExactJson(text: string): boolean {
  if (!mayLoseDigits.test(text)) return true;
  return (text.replace(jsonString, '""').match(jsonNumber) ?? []).every(isExact);
}

/** The same, for a value that has been parsed already: beyond 2^53 the digits are gone. */
export function isExactValue(value: unknown, depth = 0): boolean {
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null || depth > 32) return true;
  return Object.values(value).every((child) => isExactValue(child, depth + 1));
}

/** Digits from the first to the last that is not zero, and where they stand: equal for equal decimals. */
function significand(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return '0';
  const trimmed = digits.replace(/0+$/, '');
  return `${trimmed}e${Number(exponent) - fraction.length + digits.length - trimmed.length}`;
}
