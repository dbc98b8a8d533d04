import { lastMessage, say, use } from '../../kit/agent/scripted-model';
import { confirmationDesk } from '../../kit/desk/confirmation-desk';

const at = confirmationDesk();

describe('an action group that returns control', () => {
  const send = use(['courier__sendParcel', { to: 'Ada' }]);
  const recall = use(['courier__recallParcel', { number: 'P1' }]);
  const responseBody = { 'application/json': { body: '{"number":"P1"}' } };

  it.each([
    ['RESULT', send],
    ['USER_CONFIRMATION_AND_RESULT', recall],
  ])('asks for a %s, and the body goes to the model', async (actionInvocationType, line) => {
    const returned = await at.ask('Do it', line);
    expect(returned.returnControl?.invocationInputs?.[0]?.apiInvocationInput).toMatchObject({
      actionInvocationType,
    });
    const confirmed = actionInvocationType === 'RESULT' ? {} : { confirmationState: 'CONFIRM' as const };
    const { text } = await at.decide(returned, { ...confirmed, responseBody }, say('On its way'));
    expect(text).toBe('On its way');
    expect(at.desk.model.requests[0] && lastMessage(at.desk.model.requests[0])).toEqual([
      { toolResult: expect.objectContaining({ status: 'success', content: [{ json: { number: 'P1' } }] }) },
    ]);
  });

  it('takes text, and a status from 400 on as an error', async () => {
    const returned = await at.ask('Send', send);
    await at.decide(
      returned,
      { httpStatusCode: 404, responseBody: { TEXT: { body: 'no such person' } } },
      say('Sorry'),
    );
    expect(at.desk.model.requests[0] && lastMessage(at.desk.model.requests[0])).toEqual([
      { toolResult: expect.objectContaining({ status: 'error', content: [{ text: 'no such person' }] }) },
    ]);
  });

  it('fails the turn with responseState FAILURE, and the answer cannot come again', async () => {
    const returned = await at.ask('Send', send);
    const failed = await at.decide(returned, { responseState: 'FAILURE' }, say('never'));
    expect(failed.error).toMatchObject({ name: 'DependencyFailedException' });
    const again = await at.decide(returned, { responseBody }, say('never'));
    expect(again.error).toMatchObject({ name: 'ValidationException' });
  });

  it('lets the model try again with responseState REPROMPT', async () => {
    const returned = await at.ask('Send', send);
    const reprompted = { responseState: 'REPROMPT' as const, responseBody: { TEXT: { body: 'to whom?' } } };
    expect((await at.decide(returned, reprompted, say('To whom?'))).text).toBe('To whom?');
    expect(at.desk.model.requests[0] && lastMessage(at.desk.model.requests[0])).toEqual([
      { toolResult: expect.objectContaining({ status: 'error', content: [{ text: 'to whom?' }] }) },
    ]);
  });

  it('wants a responseBody', async () => {
    const { error } = await at.decide(await at.ask('Send', send), {}, say('never'));
    expect(error).toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('responseBody is missing'),
    });
  });
});
