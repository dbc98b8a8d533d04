import fc from 'fast-check';
import { readResponse, responseLimit } from '../../../emulator/agent/action-group/response';

const event = { actionGroup: 'shelf', apiPath: '/items/{itemId}', httpMethod: 'GET' };
const envelope = {
  messageVersion: '1.0',
  response: { ...event, httpStatusCode: 200, responseBody: { 'application/json': { body: '{}' } } },
};

it('reads what the guide describes, and the event echoed in lower case', () => {
  const attributes = { sessionAttributes: { who: 'Ada' }, promptSessionAttributes: {} };
  const response = { ...envelope.response, httpMethod: 'get' };
  expect(readResponse(JSON.stringify({ ...envelope, response, ...attributes }), event)).toEqual({
    httpStatusCode: 200,
    contentType: 'application/json',
    body: '{}',
    ...attributes,
  });
});

it('takes the last byte of the limit, and none more', () => {
  const room = responseLimit - JSON.stringify(envelope).length;
  const sized = (length: number) => {
    const responseBody = { 'application/json': { body: `{}${'x'.repeat(length)}` } };
    return readResponse(
      JSON.stringify({ ...envelope, response: { ...envelope.response, responseBody } }),
      event,
    );
  };
  expect(sized(room)).toMatchObject({ httpStatusCode: 200 });
  expect(sized(room + 1)).toContain(`${responseLimit + 1} bytes`);
});

it('never throws: any JSON is either a response or a sentence', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(typeof readResponse(JSON.stringify(value), event)).toBe('string');
    }),
  );
});

it('names the field, whichever one is replaced', () => {
  const fields = [
    ['messageVersion'],
    ['response'],
    ['response', 'actionGroup'],
    ['response', 'apiPath'],
    ['response', 'httpMethod'],
    ['response', 'httpStatusCode'],
    ['response', 'responseBody'],
  ] as const;
  const odd = fc.jsonValue().filter((value) => typeof value !== 'object' && typeof value !== 'number');
  fc.assert(
    fc.property(fc.constantFrom(...fields), odd, ([first, second], value) => {
      const broken: Record<string, unknown> = structuredClone(envelope);
      if (second === undefined) broken[first] = value;
      else broken[first] = { ...envelope.response, [second]: value };
      fc.pre(value !== '1.0' && !Object.values(event).includes(String(value)));
      expect(readResponse(JSON.stringify(broken), event)).toMatch(
        new RegExp(`^${second ? 'response\\.' : ''}${second ?? first}`),
      );
    }),
  );
});
