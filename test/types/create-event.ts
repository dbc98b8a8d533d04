// Checked by tsc alone: each mistake must fail to compile, so that a weaker type breaks the build.
import type { defineActionGroup } from '../../functions/action-group/define-action-group';
import type { ActionGroupResponse, FunctionResponse } from '../../functions/action-group/event';
import { loans } from '../fixtures/lint/loans';
import { createContext, createEvent } from '../kit/create-event';

const event = createEvent(loans, 'getLoan', { loanId: 'L-0001' }, { customerId: 'MEMBER-1' });
createEvent(loans, 'listLoans', {});
createEvent(loans, 'listLoans', { limit: 3, pageToken: 'token' }, { form: 'strings-multiline' });
createEvent(loans, 'openingHours', {}, { sessionAttributes: { language: 'en' } });

// @ts-expect-error no such operation
createEvent(loans, 'returnLoan', {});
// @ts-expect-error a missing argument
createEvent(loans, 'getLoan', {});
// @ts-expect-error the argument of another operation
createEvent(loans, 'getLoan', { loanId: 'L-0001', weeks: 2 });
// @ts-expect-error an argument of the wrong type
createEvent(loans, 'listLoans', { limit: '3' });
// @ts-expect-error no such form
createEvent(loans, 'listLoans', {}, { form: 'yaml' });
// @ts-expect-error attributes are text
createEvent(loans, 'listLoans', {}, { sessionAttributes: { tries: 3 } });

declare const handler: ReturnType<typeof defineActionGroup<typeof loans>>;
const answer: Promise<ActionGroupResponse> = handler(event, createContext());
const functionEvent = createEvent(loans, 'getLoan', { loanId: 'L-0001' }, { form: 'function' });
const functionAnswer: Promise<FunctionResponse> = handler(functionEvent, createContext());
// @ts-expect-error an API-schema event is not answered as a function is
const wrongAnswer: Promise<FunctionResponse> = handler(event, createContext());
// @ts-expect-error the tool's arguments name no action group
createEvent(loans, 'listLoans', {}, { form: 'agentcore-gateway' }).actionGroup.length;

export type Used = [typeof answer, typeof functionAnswer, typeof wrongAnswer];
