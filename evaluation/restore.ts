import type { RecordedTurn, Recording } from '../recording/read';
import type { Scenario } from '../recording/scenario';
import { type Evidence, turnsAsAsked } from './evidence';
import { RedactedForms } from './redacted-forms';

type Attributes = Readonly<Record<string, string>>;

/** A recording of another conversation than the scenario's. */
export class NotThisScenario extends Error {
  override readonly name = 'NotThisScenario';
}

/**
 * Finds out what redaction replaced, where the scenario tells: what was asked is known in both forms. What else was
 * replaced stays unknown. Throws NotThisScenario.
 */
export class Restoration {
  private readonly originals = new Map<string, string>();
  private readonly forms: RedactedForms;

  constructor(scenario: Scenario, { header, turns }: Pick<Recording, 'header' | 'turns'>) {
    this.forms = new RedactedForms(header);
    const asked = turnsAsAsked(turns);
    if (asked.length !== scenario.turns.length) {
      throw new NotThisScenario(
        `The recording has ${asked.length} turns and the scenario ${scenario.turns.length}: record it again`,
      );
    }
    for (const [index, [request]] of asked.entries()) this.learn(scenario, index, request);
  }

  private learn(scenario: Scenario, index: number, request: RecordedTurn | undefined): void {
    const turn = scenario.turns[index];
    const { inputText, sessionState = {} } = (request?.request.input ?? {}) as {
      readonly inputText?: string;
      readonly sessionState?: {
        readonly sessionAttributes?: Attributes;
        readonly promptSessionAttributes?: Attributes;
      };
    };
    const { sessionAttributes = {}, promptSessionAttributes = {} } = sessionState;
    const attributes = { ...(index === 0 && scenario.sessionAttributes), ...turn?.sessionAttributes };
    const prompt = { ...scenario.promptSessionAttributes, ...turn?.promptSessionAttributes };
    const pairs = [
      ...Object.entries(attributes).map(([name, value]) => [value, sessionAttributes[name] ?? ''] as const),
      ...Object.entries(prompt).map(([name, value]) => [value, promptSessionAttributes[name] ?? ''] as const),
      [turn?.inputText ?? '', inputText ?? ''] as const,
    ];
    for (const [original, replaced] of pairs) {
      for (const pattern of this.forms.patterns) {
        for (const { 0: text, index: at } of original.matchAll(pattern)) {
          const substitute = replaced.slice(at, at + text.length);
          if (substitute !== '') this.originals.set(substitute, text);
        }
      }
      for (const [text, substitute] of this.forms.replaced(original, this.text(replaced))) {
        this.originals.set(substitute, text);
      }
      if (this.text(replaced) !== original) {
        throw new NotThisScenario(`Turn ${index + 1} of the recording asks something else: record it again`);
      }
    }
  }

  /** A value of JSON as it was before redaction, as far as that is known. */
  private value<T>(value: T): T {
    return JSON.parse(this.text(JSON.stringify(value))) as T;
  }

  private text(text: string): string {
    if (this.originals.size === 0) return text;
    const known = [...this.originals.keys()].map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return text.replace(new RegExp(known.join('|'), 'g'), (one) => this.originals.get(one) ?? one);
  }

  /** The evidence with what is known put back. */
  restore({ turns, usage }: Evidence): Evidence {
    const known = new Set(this.originals.values());
    const restored = this.value(turns);
    return { turns: restored, usage, unknowable: this.forms.unknowable(restored, known) };
  }
}
