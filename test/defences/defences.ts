export interface Defence {
  readonly name: string;
  /** Against what. */
  readonly against: string;
  readonly file: string;
  /** The text that makes it, there once in the file, and what stands there when it is gone. */
  readonly code: string;
  readonly gone: string;
  /** The tests that try it. */
  readonly tests: readonly string[];
}

const shop = [
  'test/adversarial/arguments',
  'test/adversarial/confirmations',
  'test/adversarial/conversations',
];
const events = ['test/adversarial/events'];
const confirmations = ['test/adversarial/confirmations', 'test/adversarial/conversations'];
const envelope = ['test/adversarial/confirmations', ...events];
const units = ['test/unit/action-group', 'test/unit/orders/recorded-events'];

const identity = 'functions/action-group/identity.ts';
const define = 'functions/action-group/define-action-group.ts';
const decision = 'emulator/agent/session/return-control.ts';
const sessions = 'emulator/agent/session/sessions.ts';
const invokeAgent = 'emulator/bedrock-agent-runtime/invoke-agent.ts';

/** Each line between an attacker and somebody else's data, or a change without a yes. */
export const defences: readonly Defence[] = [
  {
    name: 'own compares the owner',
    against: "reading somebody else's",
    file: identity,
    code: '[owner] === this.customerId',
    gone: '[owner] !== undefined',
    tests: [...shop, ...events],
  },
  {
    name: 'the change names its owner',
    against: "cancelling somebody else's",
    file: 'functions/orders/store.ts',
    code: "'customerId = :customerId AND #status = :processing'",
    gone: "':customerId <> :processing AND #status = :processing'",
    tests: shop,
  },
  {
    name: 'a list asks for one owner',
    against: "listing somebody else's",
    file: 'functions/orders/store.ts',
    code: "['byCustomer', 'customerId', customerId]",
    gone: "['byCustomer', 'customerId', 'CUST-002']",
    tests: events,
  },
  {
    name: 'own looks at every row of a list',
    against: 'an index that gives a foreign row',
    file: identity,
    code: 'if (foreign >= 0) throw',
    gone: 'if (foreign > 1e9) throw',
    tests: units,
  },
  {
    name: 'an answer is about what own gave in this call',
    against: 'a cast, a copy, a row kept from another call',
    file: define,
    code: 'if (ownership && status !== 404 && !ownership.covers(about)) {',
    gone: 'if (ownership && status === 999 && !ownership.covers(about)) {',
    tests: units,
  },
  {
    name: 'the customer is in the session attributes alone',
    against: 'attributes that a prompt can carry',
    file: define,
    code: 'customerIdOf(call.sessionAttributes) : undefined',
    gone: 'customerIdOf({ ...call.sessionAttributes, ...call.promptSessionAttributes }) : undefined',
    tests: envelope,
  },
  {
    name: 'nobody signed in, nothing done',
    against: 'a session without a customer',
    file: identity,
    code: 'const customerId = sessionAttributes?.customerId;',
    gone: "const customerId = sessionAttributes?.customerId ?? 'CUST-001';",
    tests: envelope,
  },
  {
    name: 'a customer has the form of an identifier',
    against: 'separators of composite keys, lists, patterns',
    file: identity,
    code: 'customerIdForm.test(customerId) ?',
    gone: "(customerIdForm.test(customerId) || customerId !== '') ?",
    tests: ['test/adversarial/confirmations'],
  },
  {
    name: 'an argument that there is not refuses the call',
    against: 'smuggled identities and conditions',
    file: 'functions/action-group/decoding/arguments.ts',
    code: 'if (!target) {',
    gone: 'if (!target) continue;\n    if (!target) {',
    tests: events,
  },
  {
    name: 'an argument that comes twice refuses the call',
    against: 'one to look at and one to act on',
    file: 'functions/action-group/decoding/arguments.ts',
    code: 'seen.has(name)',
    gone: 'seen.has(name + name)',
    tests: events,
  },
  {
    name: 'an identifier has its form',
    against: 'encodings, paths, patterns, overlong values',
    file: 'schemas/orders.ts',
    code: '/^ORD-\\d{6}$/',
    gone: '/[\\s\\S]*/',
    tests: ['test/adversarial/arguments'],
  },
  {
    name: 'a page token belongs to customer, filter and operation',
    against: "tokens of somebody else's list",
    file: 'functions/action-group/answer/page.ts',
    code: 'return pageToken(scope, position) === token ? position : undefined;',
    gone: 'return position;',
    tests: ['test/adversarial/arguments'],
  },
  {
    name: 'an answer has the fields of its contract and no others',
    against: 'a handler that gives the row as it is stored',
    file: 'functions/action-group/answer/replied.ts',
    code: 'if (!parsed.success) {',
    gone: 'if (!parsed.success && status === 999) {',
    tests: units,
  },
  {
    name: 'an operation that changes something asks first (contract)',
    against: 'acting without a yes',
    file: 'schemas/openapi.ts',
    code: "...(operation.confirmation && { 'x-requireConfirmation': 'ENABLED' }),",
    gone: '',
    tests: confirmations,
  },
  {
    name: 'what asks first does not run (agent)',
    against: 'acting without a yes',
    file: 'emulator/agent/turn/act.ts',
    code: 'const actionInvocationType = operation && actionInvocationTypeOf(operation);',
    gone: "const asked = operation && actionInvocationTypeOf(operation);\n    const actionInvocationType = asked === 'USER_CONFIRMATION' ? undefined : asked;",
    tests: confirmations,
  },
  {
    name: 'a confirmation names its question',
    against: 'made-up and older invocationIds',
    file: decision,
    code: 'if (pending?.invocationId !== invocationId) {',
    gone: 'if (!pending) {',
    tests: confirmations,
  },
  {
    name: 'a confirmation names its action',
    against: 'another group, path or method',
    file: decision,
    code: 'actionGroup === operation.actionGroup &&\n  apiPath === operation.apiPath &&',
    gone: 'actionGroup !== operation.apiPath &&\n  apiPath !== operation.actionGroup &&',
    tests: confirmations,
  },
  {
    name: 'a confirmation is CONFIRM or DENY, in these letters',
    against: 'anything else that is taken for a yes',
    file: decision,
    code: "if (confirmationState !== undefined && confirmationState !== 'CONFIRM'",
    gone: "if (confirmationState !== undefined && confirmationState === ('' as never) && confirmationState !== 'CONFIRM'",
    tests: confirmations,
  },
  {
    name: 'no decision is no yes',
    against: 'results without confirmationState',
    file: decision,
    code: "if (actionInvocationType !== 'RESULT' && confirmationState === undefined) {",
    gone: "if (actionInvocationType !== 'RESULT' && confirmationState === ('' as never)) {",
    tests: confirmations,
  },
  {
    name: 'DENY does not run',
    against: 'acting against a no',
    file: decision,
    code: "if (confirmationState === 'DENY') return",
    gone: "if (confirmationState === ('' as never)) return",
    tests: confirmations,
  },
  {
    name: 'a confirmation is for its own agent',
    against: "another agent's answer",
    file: decision,
    code: '(apiResult?.agentId ?? agentId) !== agentId',
    gone: '(apiResult?.agentId ?? agentId) === undefined',
    tests: confirmations,
  },
  {
    name: 'a confirmation counts once',
    against: 'replays after a turn that failed',
    file: invokeAgent,
    code: 'const taken = withoutPending(session);',
    gone: 'const taken = withoutPending === undefined ? session : session;',
    tests: confirmations,
  },
  {
    name: 'a finished turn leaves no question',
    against: 'a yes to what the user went on from',
    file: 'emulator/agent/session/session.ts',
    code: 'export const withTurn = ({ pending: _, ...session }: Session, messages',
    gone: 'export const withTurn = (session: Session, messages',
    tests: confirmations,
  },
  {
    name: 'a session ends',
    against: 'a yes after its time',
    file: sessions,
    code: 'found.expiresAt > clock.now()',
    gone: 'found.expiresAt > 0',
    tests: confirmations,
  },
  {
    name: 'a session that was ended is forgotten',
    against: 'a yes after endSession',
    file: sessions,
    code: 'end: () => kept.delete(key),',
    gone: 'end: async () => {},',
    tests: confirmations,
  },
  {
    name: 'a session is one conversation',
    against: "another session's yes",
    file: sessions,
    code: 'sessionId}`;',
    gone: 'sessionId.slice(0, 6)}`;',
    tests: confirmations,
  },
  {
    name: 'one turn at a time',
    against: 'twenty yeses at once',
    file: sessions,
    code: 'if (busy.has(key)) {',
    gone: 'if (busy.has(key + key)) {',
    tests: confirmations,
  },
  {
    name: 'a disabled action group has no tools',
    against: 'tools that the agent does not have',
    file: 'emulator/agent/turn/turn.ts',
    code: 'version.actionGroups.filter((group) => group.enabled)',
    gone: 'version.actionGroups.filter((group) => group)',
    tests: ['test/adversarial/arguments'],
  },
  {
    name: 'the model never sees the session attributes',
    against: 'learning or repeating who the customer is',
    file: 'emulator/agent/turn/think.ts',
    code: 'function requestOf({ props, messages, promptSessionAttributes }: Turn)',
    gone: 'function requestOf({ props, messages, session: { sessionAttributes: promptSessionAttributes } }: Turn)',
    tests: ['test/adversarial/confirmations'],
  },
];
