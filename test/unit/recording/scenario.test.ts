import { parseScenario } from '../../../recording/scenario';

const scenario = (...lines: readonly string[]) =>
  ['description: A scenario', 'turns:', '  - inputText: Hello', ...lines].join('\n');

describe('a scenario', () => {
  it('is named after its file and has its arguments as strings', () => {
    const text = scenario(
      '    confirm: yes',
      '    expect:',
      '      calls: [{ operationId: a, arguments: { n: 5 } }]',
    );
    expect(parseScenario(text, 'folder/one.yaml')).toEqual({
      name: 'one',
      description: 'A scenario',
      turns: [
        {
          inputText: 'Hello',
          confirm: ['yes'],
          expect: { calls: [{ operationId: 'a', arguments: { n: '5' } }] },
        },
      ],
    });
  });

  it.each<[string, string, string]>([
    ['no YAML', 'a: [', 'x.yaml: '],
    ['nothing', '', 'x.yaml: the scenario: '],
    ['no turns', 'description: A\nturns: []', 'x.yaml:2: turns: Too small'],
    ['an unknown field', scenario('    inputTxt: Hello'), 'x.yaml:3: turns.0: Unrecognized key: "inputTxt"'],
    [
      'an expectation that nobody knows',
      scenario('    expect:', '      answer: { contains: [Hi], lack: [sorry] }'),
      'x.yaml:5: turns.0.expect.answer: Unrecognized key: "lack"',
    ],
    ['a wrong choice', scenario('    confirm: maybe'), 'x.yaml:4: turns.0.confirm: '],
    [
      'a broken expression',
      scenario('    expect:', '      answer:', '        matches: ["("]'),
      'x.yaml:6: turns.0.expect.answer.matches.0: is no regular expression',
    ],
    [
      'a rate above all runs',
      scenario('passRate: { runs: 2, atLeast: 3 }'),
      'x.yaml:4: passRate: atLeast is more than runs',
    ],
  ])('with %s is refused, by line and field', (_, text, message) => {
    expect(() => parseScenario(text, 'x.yaml')).toThrow(message);
  });
});
