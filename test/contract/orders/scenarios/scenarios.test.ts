import type { AgentClient, Answered } from '../../../kit/agent/agent-client';
import {
  citedIn,
  type Expectation,
  invokedIn,
  observedIn,
  returnedIn,
  searchedIn,
  traceKinds,
} from './scenario';
import { scenarios } from './scenarios';
import { isLive, openTarget } from './target';

let target: AgentClient;
const run = `${Date.now()}`;

beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target?.close());

function check(answered: Answered, expected: Expectation): void {
  const { error, chunks } = answered;
  if (expected.error) {
    const { name, status } = expected.error;
    expect(error).toMatchObject({ name, $metadata: { httpStatusCode: status } });
  } else expect(error).toBeUndefined();
  const { invoked, returned, traces } = expected;
  if (invoked) {
    expect(invokedIn(answered)).toEqual(
      invoked.map((action) => ({ ...action, arguments: expect.objectContaining(action.arguments) })),
    );
  }
  if (returned) expect(returnedIn(answered)).toEqual(returned);
  if (expected.observed !== undefined) expect(observedIn(answered)).toContain(expected.observed);
  const { searched, cited } = expected;
  if (searched !== undefined) expect(searchedIn(answered).length > 0).toBe(searched);
  if (cited === null) expect(citedIn(answered)).toEqual([]);
  else if (cited !== undefined) {
    expect(citedIn(answered)).toContainEqual(expect.stringMatching(new RegExp(`${cited}$`)));
  }
  if (traces) {
    if (traces.length === 0) expect(answered.traces).toEqual([]);
    else expect(traceKinds(answered)).toEqual(expect.arrayContaining([...traces]));
  }
  const pieces = chunks.length === 0 ? 'none' : chunks.length === 1 ? 'one' : 'several';
  if (expected.chunks) expect(pieces).toBe(expected.chunks);
}

describe(isLive ? 'on AWS' : 'on the emulator', () => {
  it.each(scenarios.map((scenario, index) => ({ ...scenario, index })))('$name', async ({ turns, index }) => {
    const before: Answered[] = [];
    for (const { request, expect: expected } of turns) {
      const given = typeof request === 'function' ? request(before) : request;
      const answered = await target.ask({ sessionId: `scenario-${run}-${index}`, ...given });
      check(answered, expected);
      before.push(answered);
    }
  });
});
