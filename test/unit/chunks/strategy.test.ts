import fc from 'fast-check';
import { chunkingOf as emulated } from '../../../emulator/knowledge-base/chunking/configuration';
import { chunkingOf, configuredChunking, describeChunking } from '../../../scripts/chunks/strategy';

const configured = configuredChunking({
  chunkingStrategy: 'FIXED_SIZE',
  maxTokens: 250,
  overlapPercentage: 15,
});

it.each([
  ['FIXED_SIZE', { strategy: 'FIXED_SIZE', maxTokens: 250, overlapPercentage: 15 }],
  ['fixed-size:100,10', { strategy: 'FIXED_SIZE', maxTokens: 100, overlapPercentage: 10 }],
  [
    'hierarchical',
    { strategy: 'HIERARCHICAL', parentMaxTokens: 1500, childMaxTokens: 300, overlapTokens: 60 },
  ],
  [
    'SEMANTIC: 200, 1, 90',
    { strategy: 'SEMANTIC', maxTokens: 200, bufferSize: 1, breakpointPercentileThreshold: 90 },
  ],
  ['NONE', { strategy: 'NONE' }],
])('reads %s', (text, expected) => {
  expect(chunkingOf(text, configured)).toEqual(expected);
});

it.each([
  ['PAGES', /--strategy PAGES is none/],
  ['NONE:1', /has 1 parameters/],
  ['FIXED_SIZE:100', /has 1 parameters/],
  ['FIXED_SIZE:100,', /overlapPercentage is /],
  ['FIXED_SIZE:1e3,10', undefined],
  ['FIXED_SIZE:100,100', /overlapPercentage is 100/],
  ['FIXED_SIZE:ten,10', /maxTokens is ten/],
  ['SEMANTIC:300,2,95', /bufferSize is 2/],
  ['HIERARCHICAL:100,300,10', /no larger than its parent/],
  ['HIERARCHICAL:900,300,300', /smaller than a child/],
])('refuses %s by the name of what is wrong', (text, reason) => {
  if (reason) expect(() => chunkingOf(text, configured)).toThrow(reason);
  else expect(chunkingOf(text, configured)).toMatchObject({ maxTokens: 1000 });
});

const tokens = fc.integer({ min: 1, max: 8_192 });
const config = fc.oneof(
  fc.record({
    chunkingStrategy: fc.constant('FIXED_SIZE' as const),
    maxTokens: tokens,
    overlapPercentage: fc.integer({ min: 1, max: 99 }),
  }),
  fc.record({
    chunkingStrategy: fc.constant('SEMANTIC' as const),
    maxTokens: tokens,
    bufferSize: fc.constantFrom(0, 1),
    breakpointPercentileThreshold: fc.integer({ min: 50, max: 99 }),
  }),
  fc.constant({ chunkingStrategy: 'NONE' as const }),
);

it('takes whatever is configured over, and reads it back from its short form', () => {
  fc.assert(
    fc.property(config, (given) => {
      const chunking = configuredChunking(given);
      const { strategy, ...values } = chunking;
      const numbers = Object.values(values).join(',');
      expect(chunkingOf([strategy, numbers].filter(Boolean).join(':'), undefined)).toEqual(chunking);
      expect(describeChunking(chunking)).toContain(strategy);
    }),
  );
});

it('is the chunking that the emulator reads from the template', () => {
  const levels: [{ maxTokens: number }, { maxTokens: number }] = [{ maxTokens: 900 }, { maxTokens: 200 }];
  const hierarchical = { levelConfigurations: levels, overlapTokens: 20 };
  expect(configuredChunking({ chunkingStrategy: 'HIERARCHICAL', ...hierarchical })).toEqual(
    emulated({ chunkingStrategy: 'HIERARCHICAL', hierarchicalChunkingConfiguration: hierarchical }),
  );
});
