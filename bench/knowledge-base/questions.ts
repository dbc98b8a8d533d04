/** A question with where its answer stands; `unanswerable` ones have no answer in the documents. */
export interface Question {
  readonly id: string;
  readonly kind: 'literal' | 'paraphrased' | 'unanswerable';
  readonly question: string;
  readonly expected: readonly { readonly file: string; readonly answer?: string }[];
}

/** A passage that was found, with the file that it is from. */
export interface Found {
  readonly file: string;
  readonly text: string;
}

export interface Quality {
  readonly questions: number;
  /** Share of questions with a passage of an expected file among the first five. */
  readonly recallAt5: number;
  /** Mean of 1 / the place of the first such passage, among the first ten. */
  readonly meanReciprocalRank: number;
  /** Share of questions with a passage among the first five that holds the answer's own words. */
  readonly answerAt5: number;
  /** Ids of questions without an expected file among the first five. */
  readonly missed: readonly string[];
}

/** Asks each question and looks where the answers come. `retrieve` gives ten passages, the best first. */
export async function qualityOf(
  questions: readonly Question[],
  retrieve: (question: string) => Promise<readonly Found[]>,
): Promise<Quality> {
  let [found, ranks, answers] = [0, 0, 0];
  const missed: string[] = [];
  for (const { id, question, expected } of questions) {
    const passages = await retrieve(question);
    const place = passages.findIndex(({ file }) => expected.some((one) => one.file === file));
    if (place >= 0) ranks += 1 / (place + 1);
    if (place >= 0 && place < 5) found++;
    else missed.push(id);
    const holds = ({ file, text }: Found) =>
      expected.some((one) => one.file === file && one.answer && plain(text).includes(plain(one.answer)));
    if (passages.slice(0, 5).some(holds)) answers++;
  }
  const count = questions.length;
  return {
    questions: count,
    recallAt5: found / count,
    meanReciprocalRank: ranks / count,
    answerAt5: answers / count,
    missed,
  };
}

const plain = (text: string): string => text.replace(/\s+/g, ' ');
