import { disguisesRemoved } from '../../../emulator/guardrail/text/plain-text';
import { findTopics } from '../../../emulator/guardrail/topics/find-topics';

const properties = {
  TopicPolicyConfig: {
    TopicsConfig: [
      {
        Name: 'TaxAdvice',
        Definition: 'Advice on taxes, such as whether to deduct a purchase or how to declare it.',
        Examples: ['Can I deduct the bicycle?', 'What about this one?', 'Right?'],
        Type: 'DENY',
      },
    ],
  },
};
const detected = (text: string) =>
  findTopics(properties as never, 'INPUT', disguisesRemoved(text))[0]?.detected;

it.each(['May I deduct this?', 'How do I declare my taxes?', 'Thanks. And now some tax advice, please.'])(
  '%j is of the topic',
  (text) => expect(detected(text)).toBe(true),
);

it.each(['What about this one?', 'Thanks! And what about THIS one', 'right'])(
  '%j is an example, whose words say nothing by themselves',
  (text) => expect(detected(text)).toBe(true),
);

it.each([
  'Is that right?',
  'Prices include all taxes.',
  'Your purchase arrives tomorrow.',
  // Its words are there, each in a sentence about something else.
  'Prices include taxes. A purchase can be returned. Customs ask you to declare it.',
])('%j is not', (text) => expect(detected(text)).toBe(false));
