import { TraceReader } from '../../../recording/from-trace';

const reader = () =>
  new TraceReader({
    inputText: 'Return it, please',
    sessionId: 's-1',
    sessionAttributes: { memberId: 'M-1' },
    promptSessionAttributes: {},
    agent: { id: 'AGENT12345', alias: 'ALIAS12345', version: '3' },
    toolName: (group, verb, apiPath) => `${group}__${verb}${apiPath.replaceAll(/[/{}]/g, '_')}`,
  });
const step = (orchestrationTrace: object) => ({ orchestrationTrace });
const output = (content: string) =>
  step({
    modelInvocationOutput: {
      rawResponse: { content },
      metadata: { usage: { inputTokens: 12, outputTokens: 3 } },
    },
  });
const call = (executionType: string) =>
  step({
    invocationInput: {
      traceId: 't-0',
      actionGroupInvocationInput: {
        actionGroupName: 'loans',
        apiPath: '/loans/{loanId}/return',
        verb: 'post',
        executionType,
        parameters: [{ name: 'loanId', type: 'string', value: 'LN-1' }],
        requestBody: {
          content: {
            'application/json': [
              { name: 'copies', type: 'integer', value: '2' },
              { name: 'urgent', type: 'boolean', value: 'true' },
            ],
          },
        },
      },
    },
  });
const observation = step({
  observation: { traceId: 't-0', actionGroupInvocationOutput: { text: '{"ok":true}' } },
});
const finish = (type: string, text: string) => step({ observation: { type, finalResponse: { text } } });

describe('traces alone', () => {
  it("give the function's event in its documented form, and the body of its answer", () => {
    const traces = reader();
    for (const trace of [output('<function_calls>'), call('LAMBDA'), observation]) traces.read(trace);
    expect(traces.actions).toEqual([
      {
        source: 'trace',
        traceId: 't-0',
        answer: '{"ok":true}',
        event: {
          messageVersion: '1.0',
          agent: { name: '', id: 'AGENT12345', alias: 'ALIAS12345', version: '3' },
          inputText: 'Return it, please',
          sessionId: 's-1',
          actionGroup: 'loans',
          apiPath: '/loans/{loanId}/return',
          httpMethod: 'POST',
          parameters: [{ name: 'loanId', type: 'string', value: 'LN-1' }],
          requestBody: {
            content: {
              'application/json': {
                properties: [
                  { name: 'copies', type: 'integer', value: '2' },
                  { name: 'urgent', type: 'boolean', value: 'true' },
                ],
              },
            },
          },
          sessionAttributes: { memberId: 'M-1' },
          promptSessionAttributes: {},
        },
      },
    ]);
  });

  it("give a model's decisions, whatever the form of its response", () => {
    const traces = reader();
    for (const trace of [
      output('{"stop_reason":"tool_use","content":[]}'),
      step({ rationale: { text: 'They are done with it.' } }),
      call('LAMBDA'),
      observation,
      output('text'),
      finish('FINISH', 'Thank you!'),
    ]) {
      traces.read(trace);
    }
    traces.end();
    expect(traces.decisions).toEqual([
      {
        source: 'trace',
        stopReason: 'tool_use',
        usage: { inputTokens: 12, outputTokens: 3 },
        output: {
          message: {
            role: 'assistant',
            content: [
              { text: 'They are done with it.' },
              {
                toolUse: {
                  toolUseId: 'tooluse_1',
                  name: 'loans__post_loans__loanId__return',
                  input: { loanId: 'LN-1', copies: 2, urgent: true },
                },
              },
            ],
          },
        },
      },
      {
        source: 'trace',
        stopReason: 'end_turn',
        usage: { inputTokens: 12, outputTokens: 3 },
        output: { message: { role: 'assistant', content: [{ text: 'Thank you!' }] } },
      },
    ]);
  });

  it('take an action that is handed back for a decision and not for a call', () => {
    const traces = reader();
    for (const trace of [output(''), call('RETURN_CONTROL')]) traces.read(trace);
    traces.end();
    expect(traces.actions).toEqual([]);
    expect(traces.decisions).toMatchObject([{ stopReason: 'tool_use' }]);
  });

  it('take a question for the tool that asks, and a search for the tool that searches', () => {
    const traces = reader();
    const search = {
      invocationInput: { knowledgeBaseLookupInput: { knowledgeBaseId: 'KB1', text: 'fines' } },
    };
    for (const trace of [output(''), step(search), output(''), finish('ASK_USER', 'Which?')])
      traces.read(trace);
    traces.end();
    const uses = traces.decisions.map(
      ({ output: { message } }) => (message as { content: object[] }).content[0],
    );
    expect(uses).toMatchObject([
      { toolUse: { name: 'GET__x_amz_knowledgebase_KB1__Search', input: { searchQuery: 'fines' } } },
      { toolUse: { name: 'user__askuser', input: { question: 'Which?' } } },
    ]);
  });

  it("take a model's message as it is where it is one of Converse", () => {
    const message = { role: 'assistant', content: [{ text: 'Hello' }] };
    const traces = reader();
    traces.read(output(JSON.stringify({ output: { message }, stopReason: 'end_turn' })));
    traces.read(finish('FINISH', 'Hello'));
    traces.end();
    expect(traces.decisions).toMatchObject([
      { source: 'model', output: { message }, stopReason: 'end_turn' },
    ]);
  });

  it('take what the model said of the input before all else for a decision of its own', () => {
    const said = '{"completion":"<thinking>It fits.</thinking><category>D</category>"}';
    const traces = reader();
    traces.read({ preProcessingTrace: output(said).orchestrationTrace });
    for (const trace of [output(''), finish('FINISH', 'Hello')]) traces.read(trace);
    traces.end();
    expect(traces.decisions.map(({ stopReason, output: { message } }) => [stopReason, message])).toEqual([
      ['end_turn', { role: 'assistant', content: [{ text: said }] }],
      ['end_turn', { role: 'assistant', content: [{ text: 'Hello' }] }],
    ]);
  });
});
