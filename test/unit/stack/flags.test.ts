import { UsageError } from '../../../scripts/cli/errors';
import { sameStage, stacksOf, targetOf } from '../../../scripts/stack/flags';
import { stackNames } from '../../kit/stack-names';

const none = { stage: undefined, profile: undefined, region: undefined };

it('takes dev when nothing is said', () => {
  expect(targetOf(none)).toEqual({ stage: 'dev', context: [] });
});

it('takes stage and model from -c as from their flags, and passes other context on', () => {
  const byFlag = targetOf({ ...none, stage: 'prod', model: 'amazon.nova-pro-v1:0' });
  const context = ['stage=prod', 'model=amazon.nova-pro-v1:0'];
  expect(targetOf({ ...none, context })).toEqual(byFlag);
  expect(targetOf({ ...none, context: ['a=b', 'stage=prod'] })).toEqual({ stage: 'prod', context: ['a=b'] });
});

it.each([
  [{ ...none, stage: 'test' }, '--stage test: the stages are dev and prod'],
  [{ ...none, region: 'Frankfurt' }, '--region Frankfurt is no AWS region'],
  [{ ...none, stage: 'dev', context: ['stage=prod'] }, 'name two things: dev and prod'],
  [{ ...none, context: ['model=a', 'model=b'] }, 'name two things: a and b'],
])('refuses %j', (flags, message) => {
  expect(() => targetOf(flags)).toThrow(UsageError);
  expect(() => targetOf(flags)).toThrow(message);
});

it('leads to the same deployment again', () => {
  const target = targetOf({ stage: 'prod', profile: 'work', region: 'eu-central-1' });
  expect(sameStage(target)).toBe('--stage prod --profile work --region eu-central-1');
  expect(Object.values(stacksOf(target))).toEqual(stackNames('prod'));
});
