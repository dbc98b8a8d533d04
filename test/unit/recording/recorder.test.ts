import { parseRecording } from '../../../recording/read';
import { Recorder } from '../../../recording/recorder';
import { Redactor } from '../../../recording/redact/redactor';
import { recordingHeader } from '../../kit/recording-header';

const header = { ...recordingHeader, place: 'aws' as const, region: 'eu-central-1' };

/** A recording of two turns, as a client on AWS sees them: events of the stream, and nothing else. */
function recordOnAws(
  redactor: Redactor,
  defer?: (work: () => void) => void,
  written: (text: string) => void = () => {},
) {
  let text = '';
  let now = 0;
  const recorder = new Recorder({
    header,
    write: (line) => {
      text += line;
      written(text);
    },
    redaction: {
      redactor,
      rewrite(whole) {
        expect(Buffer.byteLength(whole)).toBe(Buffer.byteLength(text));
        text = whole;
        written(text);
      },
    },
    ...(defer && { defer }),
    now: () => now++,
    toolName: (group, verb, apiPath) => `${group}__${verb}${apiPath}`,
  });
  const trace = (orchestrationTrace: object) =>
    recorder.event({ trace: { agentVersion: '4', sessionId: 's-1', trace: { orchestrationTrace } } });
  const parameters = [{ name: 'loanId', type: 'string', value: 'LN-100001' }];
  recorder.request({
    inputText: 'Is it for Jörg Müßig?',
    sessionId: 's-1',
    sessionState: { sessionAttributes },
  });
  trace({ modelInvocationInput: { foundationModel: 'a.model-v1:0', text: 'Is it for Jörg Müßig?' } });
  trace({ modelInvocationOutput: { rawResponse: { content: 'not of Converse' } } });
  trace({
    invocationInput: {
      traceId: 't-1',
      actionGroupInvocationInput: {
        actionGroupName: 'loans',
        apiPath: '/loans/{loanId}',
        verb: 'get',
        parameters,
      },
    },
  });
  const answer = { loanId: 'LN-100001', member: 'Jörg Müßig' };
  trace({
    observation: { traceId: 't-1', actionGroupInvocationOutput: { text: JSON.stringify(answer) } },
  });
  trace({ modelInvocationOutput: { rawResponse: { content: 'not of Converse' } } });
  trace({ observation: { type: 'FINISH', finalResponse: { text: 'Yes, LN-100001 is.' } } });
  const bytes = Buffer.from('Yes, LN-100001 is for Jörg Müßig. 👍');
  for (const part of [bytes.subarray(0, 9), bytes.subarray(9, 25), bytes.subarray(25)]) {
    recorder.event({ chunk: { bytes: new Uint8Array(part) } });
  }
  recorder.end();
  recorder.close();
  return text;
}
const sessionAttributes = { memberId: 'M-001' };

it('counts the time of a request from the beginning, and all else from its turn', () => {
  const time = { at: 1_000 };
  const lines: string[] = [];
  const recorder = new Recorder({
    header,
    write: (line) => void lines.push(line),
    now: () => time.at,
    toolName: (group) => group,
  });
  for (const inputText of ['One', 'Two']) {
    time.at += 500;
    recorder.request({ inputText, sessionId: 's-1' });
    time.at += 20.004;
    recorder.event({ chunk: { bytes: new Uint8Array([65]) } });
    recorder.end();
  }
  recorder.close();
  const { turns } = parseRecording(lines.join(''));
  expect(turns.map(({ request, events }) => [request.at, events.map(({ at }) => at)])).toEqual([
    [500, [20]],
    [1020, [20]],
  ]);
});

describe('a recording on AWS, where nothing but the stream tells of functions', () => {
  const text = recordOnAws(new Redactor('a key', [{ name: 'loanId', pattern: 'LN-\\d{6}' }], ['member']));
  const { header, turns, rows, cut } = parseRecording(text);

  it('has actions and decisions from the trace alone, and no rows', () => {
    expect({ cut, rows, place: header.place, model: header.model }).toEqual({
      cut: undefined,
      rows: [],
      place: 'aws',
      model: 'a.model-v1:0',
    });
    expect(header.agent.agentVersion).toBe('4');
    const [{ actions, decisions } = { actions: [], decisions: [] }] = turns;
    expect(actions).toHaveLength(1);
    expect(actions[0]).toMatchObject({
      source: 'trace',
      event: { actionGroup: 'loans', httpMethod: 'GET', apiPath: '/loans/{loanId}' },
      answer: expect.stringMatching(/^\{"loanId":"LN-\d{6}","member":"/),
    });
    expect(decisions.map(({ source, stopReason }) => [source, stopReason])).toEqual([
      ['trace', 'tool_use'],
      ['trace', 'end_turn'],
    ]);
  });

  it('is the same when its lines are made later', () => {
    const works: (() => void)[] = [];
    const one = new Redactor('a key', [{ name: 'loanId', pattern: 'LN-\\d{6}' }], ['member']);
    let later = '';
    recordOnAws(
      one,
      (work) => void works.push(work),
      (whole) => {
        later = whole;
      },
    );
    expect(later).toBe('');
    for (const work of works) work();
    expect(later).toBe(text);
  });

  it('holds nothing of a declared field, not even in what was said before it was known', () => {
    expect(text).not.toMatch(/Jörg|Müßig|LN-100001|M-001/);
    const said = /Is it for (\p{L}{4} \p{L}{5})\?/u.exec(text)?.[1];
    expect(JSON.parse(String(turns[0]?.actions[0]?.answer)).member).toBe(said);
  });
});
