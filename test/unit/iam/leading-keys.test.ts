import { leadingKeyIn } from '../../../emulator/iam/access/leading-keys';

it.each(['owner = :o', ':o = owner', '(:o=owner) AND placed > :p', '#o = :o', ':o = #o'])(
  'finds whose items %s asks for',
  (KeyConditionExpression) => {
    const names = { ExpressionAttributeNames: { '#o': 'owner' } };
    const values = { ExpressionAttributeValues: { ':o': { S: 'mary' }, ':p': { S: '2026' } } };
    expect(leadingKeyIn({ KeyConditionExpression, ...names, ...values }, 'owner')).toEqual({ S: 'mary' });
  },
);
