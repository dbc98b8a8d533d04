import type { ApplyGuardrailCommandInput } from '@aws-sdk/client-bedrock-runtime';
import { askedGuardrail } from './asked-guardrail';

const { apply } = askedGuardrail();

describe('contextual grounding', () => {
  const grounded = (text: string, query = 'When do I get my refund?') =>
    apply('', {
      source: 'OUTPUT',
      content: [
        { text: { text: 'Refunds arrive within five days.', qualifiers: ['grounding_source'] } },
        { text: { text: query, qualifiers: ['query'] } },
        { text: { text, qualifiers: ['guard_content'] } },
      ],
    });

  it('scores an answer by its source and question', async () => {
    const text = 'Refunds arrive within five days.';
    const { action, assessments, guardrailCoverage, usage } = await grounded(text);
    expect(action).toBe('NONE');
    expect(assessments?.[0]?.contextualGroundingPolicy?.filters).toEqual([
      { type: 'GROUNDING', threshold: 0.7, score: 1, action: 'NONE', detected: false },
      { type: 'RELEVANCE', threshold: 0.5, score: 1, action: 'NONE', detected: false },
    ]);
    expect(guardrailCoverage?.textCharacters?.guarded).toBe(text.length);
    expect(usage?.contextualGroundingPolicyUnits).toBe(1);
  });

  it('blocks an invented answer', async () => {
    const { action, outputs, assessments } = await grounded('Lamps are free on Sundays.');
    expect({ action, outputs }).toEqual({ action: 'GUARDRAIL_INTERVENED', outputs: [{ text: 'Not so.' }] });
    expect(assessments?.[0]?.contextualGroundingPolicy?.filters?.map((filter) => filter.action)).toEqual([
      'BLOCKED',
      'BLOCKED',
    ]);
  });

  it('does not guard the source itself', async () => {
    const { action } = await apply('', {
      source: 'OUTPUT',
      content: [
        { text: { text: 'Write to kim@example.com.', qualifiers: ['grounding_source'] } },
        { text: { text: 'Write to kim.' } },
      ],
    });
    expect(action).toBe('NONE');
  });
});

describe('what is marked as guard_content', () => {
  const output = (...content: ApplyGuardrailCommandInput['content'] & object) =>
    apply('', { source: 'OUTPUT', content });

  it('is all that the policies look at', async () => {
    const harmless = { text: { text: 'Write to Kim.', qualifiers: ['guard_content' as const] } };
    const mail = 'Write to kim@example.com.';
    expect(await output(harmless, { text: { text: mail } })).toMatchObject({
      action: 'NONE',
      guardrailCoverage: { textCharacters: { guarded: 13, total: 13 + mail.length } },
    });
    expect(await output({ text: { text: 'Write to Kim.' } }, { text: { text: mail } })).toMatchObject({
      action: 'GUARDRAIL_INTERVENED',
    });
  });

  it('is no answer where it is the source as well', async () => {
    const source = { text: 'Refunds arrive within five days.', qualifiers: ['grounding_source' as const] };
    const marked = { ...source, qualifiers: [...source.qualifiers, 'guard_content' as const] };
    const invented = { text: 'Lamps are free.', qualifiers: ['guard_content' as const] };
    const { assessments } = await output({ text: marked }, { text: invented });
    expect(assessments?.[0]?.contextualGroundingPolicy?.filters?.[0]).toMatchObject({ score: 0 });
  });

  it.each([
    ['grounding source', 100_000],
    ['query', 1_000],
    ['answer', 5_000],
  ])('is compared with a %s of at most %i characters', async (what, most) => {
    const of = (name: string, length: number) => (name === what ? 'a '.repeat(length).slice(0, length) : 'a');
    const sized = (length: number) =>
      output(
        { text: { text: of('grounding source', length), qualifiers: ['grounding_source'] } },
        { text: { text: of('query', length), qualifiers: ['query'] } },
        { text: { text: of('answer', length) } },
      );
    expect((await sized(most)).assessments?.[0]?.contextualGroundingPolicy?.filters).toHaveLength(2);
    await expect(sized(most + 1)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(`The ${what} has ${most + 1} characters`),
    });
  });
});
