import type { FoundPassage } from '../../../emulator/knowledge-base/answering/candidates';
import { excerptsOf, readOn } from '../../../emulator/knowledge-base/answering/excerpts';
import { outlineOf, partBefore, statementsOf } from '../../../emulator/knowledge-base/answering/statements';

const found = (document: string, text: string, before = ''): FoundPassage => ({
  source: `source of ${document}`,
  document,
  text,
  before,
});
const even = () => 1;

describe('what a passage says', () => {
  it.each([
    ['a sentence, word for word', '# Bees\n\nBees dance. They hum.', ['Bees dance.', 'They hum.']],
    ['a list item without its mark', 'Bring:\n\n1. a net and a hat\n2. a jar', ['a net and a hat', 'a jar']],
    [
      'a row with the names of its columns',
      '| Hive | Honey |\n|---|---|\n| East | 3 kg |\n| West | |',
      ['East – Honey: 3 kg', 'West'],
    ],
    [
      'a row without names where the passage begins in the middle of a table',
      '| East | 3 kg |\n| West | 4 kg |',
      ['East – 3 kg', 'West – 4 kg'],
    ],
    ['nothing of a sentence that was cut off', 'and so the bees left. They came back.', ['They came back.']],
    ['nothing of a title', 'Opening hours\n\nThe hive is never closed.', ['The hive is never closed.']],
  ])('%s', (_, text, expected) => {
    expect(statementsOf(text).map((statement) => statement.text)).toEqual(expected);
  });

  it('knows the columns of a table that began above it, and all headings', () => {
    const first =
      '# Hives\n\n## Rent\n\n| Hive | Honey in a year |\n|---|---|\n| The hive in the east | 3 kg |';
    const second = '| The hive in the east | 3 kg |\n| The hive in the west | 4 kg |';
    const above = outlineOf(partBefore(second, first) ?? '');
    expect(above).toBe('# Hives\n\n## Rent\n\n| Hive | Honey in a year |\n|---|---|');
    expect(statementsOf(second, above).at(-1)).toMatchObject({
      text: 'The hive in the west – Honey in a year: 4 kg',
      heading: 'Rent',
      path: ['Hives'],
    });
    expect(partBefore(second, 'Something else altogether, of some length')).toBeUndefined();
  });

  it('says a record of a CSV file with the names of its columns', () => {
    const names = 'place,kind,price,extra_days';
    const said = statementsOf(`${names}\nBonn,hive,12.50,2\nUlm,hive,,1`).map(({ text }) => text);
    expect(said).toEqual([
      'Bonn – kind: hive; price: 12.50; extra days: 2',
      'Ulm – kind: hive; extra days: 1',
    ]);
    expect(statementsOf('Ulm,hive,9.00,1', names).map(({ text }) => text)).toEqual([
      'Ulm – kind: hive; price: 9.00; extra days: 1',
    ]);
  });

  it('takes bold words that begin a paragraph for its heading, and for no other', () => {
    const said = statementsOf('## Tools\n\n**Smoker.** Light it outdoors.\n\nKeep all tools dry.');
    expect(said.map(({ text, heading }) => [heading, text])).toEqual([
      ['Smoker', 'Light it outdoors.'],
      ['Tools', 'Keep all tools dry.'],
    ]);
  });

  it('keeps the sentence that a list completes, and the heading above', () => {
    const [first] = statementsOf('## What to bring\n\nFor a visit you need:\n\n- a net and a hat');
    expect(first).toMatchObject({
      lead: 'For a visit you need:',
      heading: 'What to bring',
    });
  });
});

describe('what is taken from passages', () => {
  const hives = found(
    'hives.md',
    '# Hives\n\nA hive is rented for 12 weeks. A hive weighs a lot.\n\n## What a hive costs\n\n| Size | Rent |\n|---|---|\n| small | €30 |\n| large | €45 |',
  );

  it('answers each part of a question with the sort of thing that it asks for', () => {
    const said = excerptsOf(
      { clauses: ['How long is a hive rented', 'and what does it cost?'] },
      [hives],
      even,
    );
    expect(said.map(({ text }) => text)).toEqual([
      'A hive is rented for 12 weeks.',
      'small – Rent: €30',
      'large – Rent: €45',
    ]);
  });

  it('is nothing when the words that matter stand nowhere', () => {
    expect(excerptsOf({ clauses: ['Which wasps sting a hive at night?'] }, [hives], even)).toEqual([]);
  });

  it('tells a sentence that refers back together with the one that it refers to', () => {
    const rules = found(
      'swarms.md',
      '# Swarms\n\n## Fetching\n\nThe first swarm costs €20. From the second on you may fetch a swarm by bicycle.',
    );
    expect(
      excerptsOf({ clauses: ['Can I fetch a swarm by bicycle?'] }, [rules], even).map(({ text }) => text),
    ).toEqual(['The first swarm costs €20.', 'From the second on you may fetch a swarm by bicycle.']);
  });

  it('takes a row for the very name before one whose name only holds it', () => {
    const table = (place: string, days: string) =>
      `# Sending honey\n\n| Place | Time |\n|---|---|\n| ${place} | ${days} days |`;
    const both = [found('north.md', table('Northern Utopia', '9')), found('all.md', table('Utopia', '2'))];
    const [first] = excerptsOf({ clauses: ['How long does honey to Utopia take?'] }, both, even);
    expect(first?.text).toBe('Utopia – Time: 2 days');
  });

  it('reads on where a part got no answer of its sort', () => {
    const cut = found('hives.md', '# Rent\n\nRent depends on the size of the hive.\n\n| Size | Rent |');
    const question = { clauses: ['How much is the rent of a hive?'] };
    expect(readOn(question, [cut], even)[0]).toContain('Rent depends on the size of the hive.');
    expect(readOn(question, [hives], even)).toEqual([]);
  });

  it.each([
    ['a letter less', 'How much is the rent of a beehve?'],
    ['two letters swapped', 'How much is the rent of a beheive?'],
  ])('mends %s', (_, question) => {
    const rent = found('rent.md', '# Rent\n\nThe rent of a beehive is €30.');
    expect(excerptsOf({ clauses: [question] }, [rent], even).map(({ text }) => text)).toEqual([
      'The rent of a beehive is €30.',
    ]);
  });

  it('takes another letter for another word', () => {
    const ireland = found('rent.md', '# Rent\n\nThe rent of a hive in Ireland is €30.');
    expect(excerptsOf({ clauses: ['How much is the rent in Iceland?'] }, [ireland], even)).toEqual([]);
  });

  it('answers for the same place what goes on with "it"', () => {
    const table = found(
      'rent.md',
      '# Rent\n\n| Place | Rent | Time |\n|---|---|---|\n| Bonn | €30 | 2 weeks |\n| Ulm | €45 | 3 weeks |',
    );
    const clauses = ['What does the rent in Bonn cost', 'and how long does it last?'];
    expect(excerptsOf({ clauses }, [table], even).map(({ text }) => text)).toEqual([
      'Bonn – Rent: €30; Time: 2 weeks',
    ]);
  });

  it('has the new words of a question that goes on', () => {
    const table = found('rent.md', '| Place | Rent of a hive |\n|---|---|\n| Bonn | €30 |\n| Köln | €45 |');
    const question = {
      clauses: ['What is the rent of a hive in Bonn? and in Köln?'],
      required: 'and in Köln?',
    };
    expect(excerptsOf(question, [table], even).map(({ text }) => text)).toEqual([
      'Köln – Rent of a hive: €45',
    ]);
  });
});
