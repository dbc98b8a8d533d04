import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type {
  InvocationInputMember,
  InvocationResultMember,
  TracePart,
} from '@aws-sdk/client-bedrock-agent-runtime';
import type { AgentClient } from '../agent/agent-client';

type Call = readonly [operationId: string, input: Readonly<Record<string, string | number>>];

interface Said {
  readonly say: string;
  /** Each must be made; further reads may, unless there are none at all. Absent: any reads. */
  readonly calls?: readonly Call[];
  readonly has: readonly string[];
  readonly lacks?: readonly string[];
  /** Ends of the documents' addresses, one of which must be cited; `nothing` where none may be. */
  readonly from?: string;
  readonly confirm?: 'yes' | 'no';
}

export interface CustomerTalk {
  readonly half: 'tuning' | 'held-out';
  readonly customer?: string;
  readonly turns: readonly Said[];
}

export const customerTalks = (name: 'fresh' | 'everyday' | 'ordinary'): readonly CustomerTalk[] =>
  (
    JSON.parse(
      readFileSync(path.join(__dirname, '..', '..', 'fixtures', 'utterances', `${name}.json`), 'utf8'),
    ) as { rows: readonly CustomerTalk[] }
  ).rows;

/** Holds one conversation and says what went otherwise than it should have. */
export async function missesOf(
  { customer = 'CUST-001', turns }: CustomerTalk,
  client: AgentClient,
  sessionId: string,
): Promise<string[]> {
  const misses: string[] = [];
  const sessionState = { sessionAttributes: { customerId: customer } };
  for (const turn of turns) {
    const calls: Call[] = [];
    const files: string[] = [];
    let text = '';
    let answered = await client.ask({ inputText: turn.say, sessionId, sessionState, enableTrace: true });
    for (;;) {
      calls.push(...answered.traces.flatMap(runOf));
      const references = answered.attributions.flat().flatMap((one) => one.retrievedReferences ?? []);
      files.push(...references.flatMap(({ location }) => location?.s3Location?.uri ?? []));
      text += answered.error ? `${answered.error}` : answered.text;
      const { invocationId, invocationInputs = [] } = answered.returnControl ?? {};
      if (!invocationId) break;
      calls.push(...invocationInputs.flatMap(askedOf));
      const returnControlInvocationResults = invocationInputs.flatMap((one) => resultOf(one, turn.confirm));
      const state = { ...sessionState, invocationId, returnControlInvocationResults };
      answered = await client.ask({ sessionId, sessionState: state, enableTrace: true });
    }
    const why = [...callsAmiss(turn, calls), ...textAmiss(turn, text, files)];
    if (why.length > 0) misses.push(`“${turn.say}”: ${why.join('; ')}\n      ${text}`);
  }
  return misses;
}

const operationOf = (verb = '', apiPath = '') =>
  verb.toLowerCase() === 'post' ? 'cancelOrder' : apiPath.includes('{') ? 'getOrder' : 'listOrders';

type Named = { readonly name?: string; readonly value?: string };
const inputOf = (named: readonly Named[]) =>
  Object.fromEntries(named.map(({ name = '', value = '' }) => [name, value]));

function runOf({ trace }: TracePart): Call[] {
  const run = trace?.orchestrationTrace?.invocationInput?.actionGroupInvocationInput;
  if (!run) return [];
  const operation = operationOf(run.verb, run.apiPath);
  // What needs a confirmation was counted when it was asked for.
  return operation === 'cancelOrder' ? [] : [[operation, inputOf(run.parameters ?? [])]];
}

function askedOf({ apiInvocationInput: asked }: InvocationInputMember): Call[] {
  if (!asked) return [];
  const body = Object.values(asked.requestBody?.content ?? {}).flatMap(({ properties = [] }) => properties);
  return [[operationOf(asked.httpMethod, asked.apiPath), inputOf([...(asked.parameters ?? []), ...body])]];
}

function resultOf(
  { apiInvocationInput: asked }: InvocationInputMember,
  confirm: Said['confirm'],
): InvocationResultMember[] {
  if (!asked) return [];
  const { actionGroup, apiPath, httpMethod } = asked;
  const confirmationState = confirm === 'yes' ? 'CONFIRM' : 'DENY';
  return [{ apiResult: { actionGroup, apiPath, httpMethod, confirmationState } }];
}

function callsAmiss({ calls }: Said, made: readonly Call[]): string[] {
  const wanted = calls ?? [];
  const left = [...made];
  const lacking = wanted.filter((one) => {
    const at = left.findIndex((call) => fits(one, call));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const extra = left.filter(([operation]) => operation === 'cancelOrder' || calls?.length === 0);
  return [
    ...lacking.map((one) => `did not call ${JSON.stringify(one)}`),
    ...extra.map((one) => `called ${JSON.stringify(one)}`),
  ];
}

const optional = ['limit', 'pageToken', 'placedAfter'];

function fits([operation, wanted]: Call, [called, input]: Call): boolean {
  const known = Object.keys(input).every((name) => name in wanted || optional.includes(name));
  return (
    operation === called &&
    known &&
    Object.entries(wanted).every(([name, value]) => {
      const [, source, flags] = /^\/(.*)\/(i?)$/.exec(String(value)) ?? [];
      const is = String(input[name] ?? '');
      return source === undefined ? is === String(value) : new RegExp(source, flags).test(is);
    })
  );
}

const textAmiss = ({ has, lacks = [], from }: Said, text: string, files: readonly string[]) => [
  ...has.filter((one) => !new RegExp(one).test(text)).map((one) => `lacks /${one}/`),
  ...lacks.filter((one) => new RegExp(one).test(text)).map((one) => `holds /${one}/`),
  ...(from === undefined ||
  (from === 'nothing'
    ? files.length === 0
    : from.split('|').some((end) => files.some((file) => file.endsWith(end))))
    ? []
    : [`cites ${files} instead of ${from}`]),
];
