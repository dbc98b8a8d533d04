import { parseRecording } from '../../../recording/read';

const header = {
  type: 'recording',
  version: 2,
  origin: 'recorded',
  source: 'npm run record',
  scenario: null,
  recordedAt: '2026-11-21T07:40:00.000Z',
  place: 'laptop',
  region: 'us-east-1',
  model: null,
  agent: { agentId: 'AGENT12345', agentAliasId: 'ALIAS12345', agentVersion: null },
  fingerprint: null,
  redactions: [],
  volatile: [],
};
const request = { type: 'request', turn: 1, at: 0, input: { inputText: 'Hello', sessionId: 's-1' } };
const end = { type: 'end', turn: 1, at: 3 };
const close = { type: 'close', turns: 1, redacted: 0 };
const textOf = (...lines: readonly object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

describe('a recording', () => {
  it('is read turn by turn', () => {
    const chunk = { type: 'event', turn: 1, at: 2, event: { chunk: { text: 'Hi' } } };
    expect(parseRecording(textOf(header, request, chunk, end, close))).toEqual({
      header,
      rows: [],
      turns: [{ request, events: [chunk], actions: [], decisions: [], ended: true }],
    });
  });

  it('that was cut off between two lines is read up to there, and says so', () => {
    const { turns, cut } = parseRecording(textOf(header, request));
    expect(turns).toEqual([{ request, events: [], actions: [], decisions: [], ended: false }]);
    expect(cut).toBe('Cut off after line 2, in turn 1');
  });

  it('that was cut off within a line loses that line alone', () => {
    const whole = textOf(header, request, end, close);
    const { turns, cut } = parseRecording(whole.slice(0, whole.indexOf('"end"') + 3));
    expect(turns).toMatchObject([{ ended: false }]);
    expect(cut).toBe('Cut off in the middle of line 3');
  });

  it('is read behind the mark that an editor put before it', () => {
    expect(parseRecording(`\uFEFF${textOf(header, request, end, close)}`).turns).toHaveLength(1);
  });

  it.each<[string, string, string]>([
    [
      'nothing at all',
      '',
      'x:1: a recording begins with {"type":"recording","version":2,…}: it has no whole',
    ],
    ['no header', textOf(request), 'x:1: a recording begins with'],
    ['text', 'hello\n', 'x:1: a line is one JSON object'],
    ['a list', `${textOf(header)}[]\n`, 'x:2: a line is one JSON object'],
    ['a later version', textOf({ ...header, version: 99 }), 'x:1: version is 99; this reader knows'],
    ['an unknown line', textOf(header, { type: 'toString' }), 'x:2: type is "toString"; the types of lines'],
    ['a wrong field', textOf(header, { ...request, turn: 'one' }), 'x:2: turn: '],
    ['an unknown field', textOf({ ...header, orign: 1 }), 'x:1: recording: Unrecognized key: "orign"'],
    ['a turn too many', textOf(header, { ...request, turn: 2 }), 'x:2: turn is 2, and turn 1 comes next'],
    ['an event before its request', textOf(header, end), 'x:2: turn 1 has no request before it'],
    ['two headers', textOf(header, header), 'x:2: a recording has one header'],
    ['more after the end', textOf(header, close, request), 'x:2: nothing follows the line close'],
  ])('with %s is refused', (_, text, message) => {
    expect(() => parseRecording(text, 'x')).toThrow(message);
  });
});
