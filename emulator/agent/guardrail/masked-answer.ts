import type { Replacement } from '../../guardrail/sensitive/mask';
import { masked } from '../../guardrail/sensitive/mask';
import type { CitedAnswer } from '../knowledge-base/cited-answer';

/** An answer with parts of it replaced; its citations span what became of their texts. */
export function maskedAnswer(
  { text, citations }: CitedAnswer,
  replacements: readonly Replacement[],
): CitedAnswer {
  const whole = masked(text, replacements);
  /** Where a position went; from within a replaced part, to an end of what stands there now. */
  const moved = (position: number, edge: 'start' | 'end'): number => {
    let shift = 0;
    for (const { start, end, text: mask } of replacements) {
      if (end <= position) shift += mask.length - (end - start);
      else if (start <= position) return start + shift + (edge === 'start' ? 0 : mask.length - 1);
    }
    return position + shift;
  };
  return {
    text: whole,
    citations: citations.map((citation) => {
      const { span } = citation.generatedResponsePart?.textResponsePart ?? {};
      if (span?.start === undefined || span.end === undefined) return citation;
      const start = moved(span.start, 'start');
      const end = moved(span.end, 'end');
      const textResponsePart = { text: whole.slice(start, end + 1), span: { start, end } };
      return { ...citation, generatedResponsePart: { textResponsePart } };
    }),
  };
}
