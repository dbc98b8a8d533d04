import { hostile, names, nested, pick, texts } from './hostile';
import type { Mutation } from './mutations';

interface Place {
  readonly holder: Record<string, unknown> | unknown[];
  readonly key: string;
}

function placesIn(value: unknown, found: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, item] of Object.entries(value)) {
    found.push({ holder: value as Place['holder'], key });
    placesIn(item, found);
  }
  return found;
}

/** Marks what has no JSON value of its own, such as `1e999`, and is put in as text. */
const mark = '<hostile>';

export function inJson(text: string, how: Mutation['how'], at: number, what: number): string {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return text;
  }
  const place = pick(placesIn(root), at);
  const value = pick(hostile, what) ?? 'null';
  if (!place) return `{${JSON.stringify(pick(names, at))}:${value}}`;
  const holder = place.holder as Record<string, unknown>;
  const before = holder[place.key];
  const name = pick(names, what) ?? '';
  const set = (key: string, item: unknown) =>
    Object.defineProperty(holder, key, { value: item, enumerable: true, configurable: true, writable: true });
  switch (how) {
    case 'drop':
      if (Array.isArray(place.holder)) place.holder.splice(Number(place.key), 1);
      else delete holder[place.key];
      break;
    case 'rename':
      if (Array.isArray(place.holder)) place.holder.push(before);
      else {
        delete holder[place.key];
        set(name, before);
      }
      break;
    case 'duplicate':
      if (Array.isArray(place.holder)) place.holder.push(before);
      else return JSON.stringify(root).replace(`"${place.key}":`, `"${place.key}":${value},"${place.key}":`);
      break;
    case 'stray':
      if (Array.isArray(place.holder)) place.holder.push(mark);
      else set(name, mark);
      break;
    case 'wrap':
      set(place.key, what % 2 ? [before] : { [name]: before });
      break;
    case 'null in a list':
      set(place.key, Array.isArray(before) ? [...before, null] : [null, before]);
      break;
    default:
      set(place.key, mark);
  }
  return JSON.stringify(root).replace(`"${mark}"`, () => value);
}

export function inXml(text: string, how: Mutation['how'], at: number, what: number): string {
  const elements = [...text.matchAll(/<([A-Za-z]+)[^<>]*>([^<>]*)<\/\1>/g)];
  const element = pick(elements, at);
  if (!element) return text;
  const [whole, name = ''] = element;
  const value = pick(
    [
      ...texts.map((one) => one.replaceAll('&', '&amp;').replaceAll('<', '&lt;')),
      '&#0;',
      '&#xd800;',
      '&unknown;',
      '<![CDATA[a]]>',
      '<!-- a -->',
      nested(300, (inner) => `<a>${inner}</a>`),
    ],
    what,
  );
  const changed: Partial<Record<Mutation['how'], string>> = {
    drop: '',
    rename: whole.replaceAll(name, pick(names, what) || 'x'),
    duplicate: `${whole}${whole}`,
    stray: `${whole}<stray>${value}</stray>`,
    wrap: `<x>${whole}</x>`,
    'null in a list': `<${name}/>`,
  };
  const next = changed[how] ?? `<${name}>${value}</${name}>`;
  return text.slice(0, element.index) + next + text.slice(element.index + whole.length);
}

export function inForm(text: string, how: Mutation['how'], at: number, what: number): string {
  const pairs = [...new URLSearchParams(text)];
  const index = at % pairs.length;
  const [name = '', before = ''] = pairs[index] ?? [];
  const value = pick(texts, what) ?? '';
  const changed: Partial<Record<Mutation['how'], [string, string][]>> = {
    drop: [],
    rename: [
      [pick([`${name}.member.1`, `${name}.member.99999999`, `${name}.`, ...names], what) ?? '', before],
    ],
    duplicate: [
      [name, before],
      [name, value],
    ],
    stray: [
      [name, before],
      [pick(names, what) ?? '', value],
    ],
    wrap: [[`${name}.member.1.${name}`, before]],
    'null in a list': [[`${name}.member.1`, '']],
  };
  pairs.splice(index, 1, ...(changed[how] ?? [[name, value] as [string, string]]));
  return new URLSearchParams(pairs).toString();
}
