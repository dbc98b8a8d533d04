import * as bedrockAgentRuntime from '@aws-sdk/client-bedrock-agent-runtime';
import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as lambda from '@aws-sdk/client-lambda';
import { awsQuery } from '../../../emulator/front-door/aws-query';
import { ServiceError } from '../../../emulator/front-door/operation';
import { restJson } from '../../../emulator/front-door/rest-json';
import { operationsOf, statusOf } from '../../../emulator/front-door/sdk-schemas';
import { violations } from '../../../emulator/front-door/validate';
import type { Protocol, WireRequest } from '../../../emulator/front-door/wire';

const log = () => {};
const runtime = restJson({
  sdkPackage: bedrockAgentRuntime,
  namespace: 'com.amazonaws.bedrockagentruntime',
  invalidInput: 'ValidationException',
  log,
});
const query = awsQuery({
  sdkPackage: cloudformation,
  namespace: 'com.amazonaws.cloudformation',
  xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
});
const request = (method: string, path: string, body = ''): WireRequest => {
  const [pathname = '', search = ''] = path.split('?');
  return { method, pathname, query: new URLSearchParams(search), headers: {}, body: Buffer.from(body) };
};
async function decode(protocol: Protocol, given: WireRequest) {
  const match = protocol.match(given);
  if (!match) throw new Error('No operation');
  return { operation: match.operation, input: await protocol.decode(match, given) };
}

describe('restJson1', () => {
  const text = '/agents/AGENT/agentAliases/ALIAS/sessions/one%2Ftwo/text';

  it('takes the input from path and body', async () => {
    const body = JSON.stringify({
      inputText: 'Hi',
      enableTrace: true,
      sessionState: { sessionAttributes: { a: 'b' } },
    });
    expect(await decode(runtime, request('POST', text, body))).toEqual({
      operation: 'InvokeAgent',
      input: {
        agentId: 'AGENT',
        agentAliasId: 'ALIAS',
        sessionId: 'one/two',
        inputText: 'Hi',
        enableTrace: true,
        sessionState: { sessionAttributes: { a: 'b' } },
      },
    });
  });

  it.each([
    ['a wrong type', '{"inputText":7}', 'ValidationException', 'inputText must be a string'],
    [
      'a wrong type further down',
      '{"sessionState":{"sessionAttributes":{"a":1}}}',
      'ValidationException',
      'sessionState.sessionAttributes.a must be a string',
    ],
    ['what is no JSON', '{', 'SerializationException', 'InvokeAgent'],
  ])('refuses %s', async (_, body, name, message) => {
    await expect(decode(runtime, request('POST', text, body))).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });

  it('refuses a path that is not percent-encoded', async () => {
    await expect(decode(runtime, request('POST', text.replace('%2F', '%')))).rejects.toMatchObject({
      message: 'sessionId in the path is not percent-encoded',
    });
  });

  it('does not let a fault of the emulator out as an answer', () => {
    const match = { operation: 'InvokeAgent', labels: {} };
    expect(() => runtime.encode(match, { sessionId: 's', contentType: 7, completion: [] }, 'id')).toThrow(
      'The answer of InvokeAgent: contentType must be a string',
    );
  });

  it('ends a stream with the exception, or says that the emulator failed', async () => {
    const framesOf = async (thrown: Error) => {
      async function* completion() {
        yield { chunk: { bytes: Buffer.from('a') } };
        throw thrown;
      }
      const match = { operation: 'InvokeAgent', labels: {} };
      const answer = { sessionId: 's', contentType: 'application/json', completion: completion() };
      const { body } = runtime.encode(match, answer, 'id');
      const frames: string[] = [];
      for await (const frame of body as AsyncIterable<Uint8Array>)
        frames.push(Buffer.from(frame).toString('latin1'));
      return frames;
    };
    const [chunk, modelled] = await framesOf(
      new ServiceError('DependencyFailedException', 'It broke', { fields: { resourceName: 'fn' } }),
    );
    expect(chunk).toContain('{"bytes":"YQ=="}');
    expect(modelled).toContain('dependencyFailedException');
    expect(modelled).toContain('"resourceName":"fn"');
    const [, unmodelled] = await framesOf(new ServiceError('OddException', 'Odd'));
    expect(unmodelled).toMatch(/:error-code.*OddException.*:error-message.*Odd/s);
    const [, bug] = await framesOf(new TypeError('secret'));
    expect(bug).toContain('InternalFailure');
    expect(bug).not.toContain('secret');
  });

  it('knows each exception by the status of its model', () => {
    expect(statusOf('com.amazonaws.bedrockagentruntime', 'DependencyFailedException')).toBe(424);
    expect(statusOf('com.amazonaws.lambda', 'TooManyRequestsException')).toBe(429);
    expect(statusOf('com.amazonaws.lambda', 'NoSuchException')).toBe(400);
  });

  it('finds every route of the SDK by its own path', () => {
    const protocol = restJson({
      sdkPackage: lambda,
      namespace: 'com.amazonaws.lambda',
      invalidInput: 'X',
      log,
    });
    const missed = [...operationsOf(lambda).values()].filter(({ name, http }) => {
      const [method = '', uri = ''] = http ?? [];
      const path = uri.replace(/\{[^}]+\}/g, 'x');
      return protocol.match(request(method, path))?.operation !== name;
    });
    expect(missed.map(({ name }) => name)).toEqual([]);
  });
});

describe('awsQuery', () => {
  it('reads lists and structures out of a form', async () => {
    const form = new URLSearchParams({
      Action: 'CreateStack',
      StackName: 'desk',
      'Tags.member.1.Key': 'a',
      'Tags.member.1.Value': '1',
      'Tags.member.2.Key': 'b',
      'Tags.member.2.Value': '2',
      'Capabilities.member.1': 'CAPABILITY_IAM',
      DisableRollback: 'true',
      TimeoutInMinutes: '5',
    });
    expect(await decode(query, request('POST', '/', form.toString()))).toEqual({
      operation: 'CreateStack',
      input: {
        StackName: 'desk',
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
        Capabilities: ['CAPABILITY_IAM'],
        DisableRollback: true,
        TimeoutInMinutes: 5,
      },
    });
  });

  it('writes XML that means what it says', () => {
    const { body } = query.encode(
      { operation: 'DescribeStacks', labels: {} },
      { Stacks: [{ StackName: '<&>', CreationTime: new Date(0), StackStatus: 'CREATE_COMPLETE' }] },
      'request-1',
    );
    expect(body).toContain(
      '<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">',
    );
    expect(body).toContain('<StackName>&lt;&amp;&gt;</StackName>');
    expect(body).toContain('<ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata>');
  });
});

describe('violations', () => {
  const { input, output } = operationsOf(bedrockAgentRuntime).get('InvokeAgent') ?? {};
  if (!input || !output) throw new Error('The SDK has no InvokeAgent');
  const whole = { agentId: 'a', agentAliasId: 'b', sessionId: 'c' };

  it.each([
    ['nothing', whole, []],
    ['what is missing', { agentId: 'a', agentAliasId: 'b' }, ['sessionId is required']],
    ['what is unknown', { ...whole, extra: 1 }, ['extra is not a member of InvokeAgentRequest']],
    ['a list that is none', { ...whole, sessionState: { files: {} } }, ['sessionState.files must be a list']],
    [
      'a map that is none',
      { ...whole, sessionState: { sessionAttributes: [] } },
      ['sessionState.sessionAttributes must be a map'],
    ],
    ['a structure that is none', { ...whole, sessionState: 'x' }, ['sessionState must be a structure']],
    [
      'a number',
      { ...whole, streamingConfigurations: { applyGuardrailInterval: '5' } },
      ['streamingConfigurations.applyGuardrailInterval must be a number'],
    ],
    [
      'a union with two members',
      {
        ...whole,
        sessionState: {
          returnControlInvocationResults: [
            { apiResult: { actionGroup: 'a' }, functionResult: { actionGroup: 'a' } },
          ],
        },
      },
      ['sessionState.returnControlInvocationResults[0] must have exactly one member'],
    ],
  ])('names %s', (_, value, expected) => expect(violations(input, value)).toEqual(expected));

  it('leaves streams to their events', () => {
    const completion = { [Symbol.asyncIterator]: () => ({}) };
    expect(violations(output, { completion, contentType: 'a', sessionId: 's' })).toEqual([]);
  });
});
