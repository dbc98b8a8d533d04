import config from '../../../agent.config';
import { parseScenario, readScenarios } from '../../../recording/scenario';
import { refuseUnknownCalls } from '../../../scripts/evaluation/known-calls';

const refuse = (rest: string) => () =>
  refuseUnknownCalls(
    [parseScenario(`{ description: A, turns: [{ inputText: Hello${rest}`, 'a.yaml')],
    config.actionGroups,
  );

it.each([
  [' }], forbidden: [{ operationId: cancelOrdr }] }', 'a: forbidden.0.operationId: there is no cancelOrdr'],
  [
    ', expect: { calls: [{ operationId: getOrder, actionGroup: x }] } }] }',
    'calls.0.actionGroup: there is no x',
  ],
  [
    ', expect: { forbidden: [{ operationId: getOrder, arguments: { id: a } }] } }] }',
    'a: turns.0.expect.forbidden.0.arguments: getOrder has no id; it has orderId',
  ],
])('refuses a call that can never be made: %s', (rest, message) => {
  expect(refuse(rest)).toThrow(expect.objectContaining({ message: expect.stringContaining(message) }));
});

it('takes what the contracts have', () => {
  expect(
    refuse(', expect: { calls: [{ operationId: listOrders, arguments: { pageToken: a } }] } }] }'),
  ).not.toThrow();
  expect(() => refuseUnknownCalls(readScenarios('test/scenarios'), config.actionGroups)).not.toThrow();
});
