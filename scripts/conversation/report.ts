import type { TurnResult } from '../../client/turn';
import type { CommandResult } from '../cli/command';
import { describeAction, onlyConfirms } from './confirm';
import type { OpenAgent } from './open-agent';

/** The answer was streamed already: what is left to say is that actions wait, and how to answer them. */
export function reportOf(result: TurnResult, agent: Pick<OpenAgent, 'flags'>): CommandResult {
  const { returnControl, sessionId } = result;
  if (!returnControl) return { result, text: null };
  const goOn = `npm run -s invoke-agent -- ${agent.flags}--session ${sessionId}`;
  const text = [
    'Waiting, nothing was done yet:',
    ...returnControl.invocationInputs.map(describeAction),
    `invocationId ${returnControl.invocationId}`,
    onlyConfirms(returnControl)
      ? `To do it: ${goOn} --confirm yes\nTo leave it: ${goOn} --confirm no`
      : 'Only a program can run it: answer with InvokeAgent and sessionState.returnControlInvocationResults',
  ];
  return { result, text: text.join('\n') };
}
