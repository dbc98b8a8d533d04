import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import config from '../../../agent.config';
import { operationLookup } from '../../../client/operations';
import { evidenceOf } from '../../../evaluation/evidence';
import { NotThisScenario, Restoration } from '../../../evaluation/restore';
import { parseRecording, readRecording } from '../../../recording/read';
import { readScenario } from '../../../recording/scenario';
import { envelopeProblems } from '../../../schemas/problem';

const root = path.join(__dirname, '..', '..');
const lookup = operationLookup(config.actionGroups, envelopeProblems);
const recording = (name: string) => readRecording(path.join(root, 'recordings', `${name}.jsonl`));
const scenario = (name: string) => readScenario(path.join(root, 'scenarios', `${name}.yaml`));
const restored = (name: string) =>
  new Restoration(scenario(name), recording(name)).restore(evidenceOf(recording(name), lookup));

describe('a recording as evidence', () => {
  it('has the confirmation, the call and the answer of one turn, with the original numbers', () => {
    const { turns } = restored('cancel-confirmed');
    expect(turns).toHaveLength(2);
    expect(turns[0]?.steps).toMatchObject([
      { number: 1, kind: 'confirmation', name: 'cancelOrder', arguments: { orderId: 'ORD-100002' } },
      { number: 2, kind: 'call', name: 'cancelOrder', actionGroup: 'orders', httpStatusCode: 200 },
      { number: 3, kind: 'answer' },
    ]);
    expect(turns[0]?.answer).toContain('ORD-100002 is now cancelled');
  });

  it('has the cited documents, and the status that only the contract knows', () => {
    expect(restored('policy-question').turns[0]?.citations).toEqual([expect.stringMatching(/warranty\.md$/)]);
    const { turns } = recording('not-found');
    const traced = turns.map((turn) => ({
      ...turn,
      actions: turn.actions.map((action) => ({
        ...action,
        source: 'trace' as const,
        answer: JSON.stringify({ code: 'ORDER_NOT_FOUND', message: 'There is no such order' }),
      })),
    }));
    expect(evidenceOf({ turns: traced }, lookup).turns[0]?.steps[0]).toMatchObject({ httpStatusCode: 404 });
  });

  it('says what it used, and that nobody counted it', () => {
    expect(restored('look-up').usage).toEqual({
      inputTokens: 0,
      outputTokens: 0,
      invocations: 2,
      unmeasured: 2,
    });
  });

  it('has the failure that ended a turn', () => {
    const { turns } = evidenceOf(recording('documented-throttled-in-stream'), lookup);
    expect(turns.at(-1)?.error?.name).toMatch(/throttling/i);
  });
});

describe('what redaction replaced', () => {
  it('is unknown unless the scenario asks for it', () => {
    const { unknowable } = restored('look-up');
    expect(
      ['ORD-100001', 'shipped', 'ORD-100009', '00340434161094042557'].map((text) => unknowable?.(text)),
    ).toEqual([false, false, true, true]);
  });

  it.each([
    ['cancel-denied', 'has 2 turns and the scenario 1'],
    ['cancel-shipped', 'Turn 1 of the recording asks something else'],
  ])('is nothing of another conversation: %s', (name, why) => {
    const other = () => new Restoration(scenario('look-up'), recording(name));
    expect(other).toThrow(NotThisScenario);
    expect(other).toThrow(why);
  });

  it('is nothing of a conversation without an attribute that the scenario has by now', () => {
    const { sessionAttributes, ...same } = scenario('look-up');
    const more = { ...same, sessionAttributes: { ...sessionAttributes, about: 'ORD-100001' } };
    expect(() => new Restoration(more, recording('look-up'))).toThrow(NotThisScenario);
  });

  /** As redaction would have it: other words in the places of these, and a header that tells where. */
  const reworded = (name: string, words: Readonly<Record<string, string>>, rules: readonly object[]) => {
    let text = readFileSync(path.join(root, 'recordings', `${name}.jsonl`), 'utf8');
    for (const [original, now] of Object.entries(words)) text = text.replaceAll(original, now);
    return parseRecording(
      text.replace('"redactions":[', `$&${rules.map((one) => `${JSON.stringify(one)},`).join('')}`),
    );
  };

  it('knows attributes and names in words again where the scenario has them', () => {
    const asked = scenario('look-up');
    const [turn] = asked.turns;
    const named = {
      ...asked,
      sessionAttributes: { ...asked.sessionAttributes, tier: 'golden' },
      turns: [{ ...turn, inputText: `${turn?.inputText} For Ada Byron.` }],
    };
    const rule = { name: 'sessionAttributes.tier', pattern: '\\p{L}+' };
    const words = {
      '"sessionAttributes":{': '"sessionAttributes":{"tier":"hdmuqf",',
      '"inputText":"Where is my order ORD-862676?"':
        '"inputText":"Where is my order ORD-862676? For Qxv Lkwqf."',
    };
    const other = reworded('look-up', words, [rule, { name: 'field recipient', pattern: '' }]);
    const { unknowable } = new Restoration(named, other).restore(evidenceOf(other, lookup));
    expect(['golden', 'shipped', 'ORD-100001', 'Ada Byron'].map((text) => unknowable?.(text))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(() => new Restoration(named, reworded('look-up', words, []))).toThrow(NotThisScenario);
  });

  it('says nothing of what a declared field may have held, and much of all else', () => {
    const other = reworded('look-up', { DHL: 'XQZ' }, [{ name: 'field carrier', pattern: '' }]);
    const { unknowable } = new Restoration(scenario('look-up'), other).restore(evidenceOf(other, lookup));
    const hidden = ['DHL', 'dhl', 'with UPS today'];
    const known = ['shipped', 'on its way', 'Rain jacket', 'ORD-100001'];
    expect(hidden.filter((text) => !unknowable?.(text))).toEqual([]);
    expect(known.filter((text) => unknowable?.(text))).toEqual([]);
  });
});
