import {
  type AgentRecord,
  type AliasInTemplate,
  reconcile,
} from '../../../emulator/agent/definition/agent-records';

const agent = (Instruction: string, AutoPrepare = true) => ({ AgentName: 'desk', Instruction, AutoPrepare });
const alias = (agentAliasId: string, properties: object = {}, version?: string): AliasInTemplate => ({
  agentAliasId,
  properties,
  ...(version !== undefined && { version }),
});
const at = (hour: number) => new Date(Date.UTC(2026, 10, 21, hour)).toISOString();
const served = ({ aliases }: AgentRecord) =>
  Object.fromEntries(Object.entries(aliases).map(([id, { history }]) => [id, history.at(-1)?.version]));

const first = reconcile(undefined, agent('one'), [alias('LIVE')], at(1));

it('makes the first version for an alias without routing', () => {
  expect(first).toMatchObject({ createdAt: at(1), updatedAt: at(1), preparedAt: at(1) });
  expect(first.versions).toEqual([{ version: '1', createdAt: at(1), properties: agent('one') }]);
  expect(served(first)).toEqual({ LIVE: '1' });
});

it('changes nothing when nothing changed', () => {
  expect(reconcile(first, agent('one'), [alias('LIVE')], at(2))).toEqual(first);
});

it.each([
  ['the agent', agent('two'), [alias('LIVE')], at(2)],
  ['the alias alone', agent('one'), [alias('LIVE', { Description: 'moved' })], at(1)],
])('makes a new version when %s changed', (_, properties, aliases, updatedAt) => {
  const next = reconcile(first, properties, aliases, at(2));
  expect(served(next)).toEqual({ LIVE: '2' });
  expect(next).toMatchObject({ createdAt: at(1), updatedAt });
  expect(next.aliases.LIVE?.history).toEqual([
    { version: '1', startDate: at(1), endDate: at(2) },
    { version: '2', startDate: at(2) },
  ]);
});

it('keeps an alias where its routing says, and gives a second alias a version of its own', () => {
  const next = reconcile(first, agent('two'), [alias('LIVE'), alias('PINNED', {}, '1'), alias('NEW')], at(2));
  expect(served(next)).toEqual({ LIVE: '2', PINNED: '1', NEW: '3' });
  expect(served(reconcile(next, agent('three'), [alias('LIVE'), alias('PINNED', {}, '1')], at(3)))).toEqual({
    LIVE: '4',
    PINNED: '1',
  });
});

it('never drops a version that an alias serves', () => {
  let record = reconcile(first, agent('one'), [alias('LIVE'), alias('PINNED', {}, '1')], at(2));
  for (let change = 0; change < 15; change++) {
    record = reconcile(record, agent(`change ${change}`), [alias('LIVE'), alias('PINNED', {}, '1')], at(3));
  }
  const kept = record.versions.map(({ version }) => version);
  expect(kept).toContain('1');
  expect(kept).toContain(served(record).LIVE);
  expect(kept.length).toBeLessThanOrEqual(11);
});

it('is not prepared without AutoPrepare, and stays prepared by hand until the agent changes', () => {
  const unprepared = reconcile(undefined, agent('one', false), [], at(1));
  expect(unprepared.preparedAt).toBeUndefined();
  const byHand = { ...unprepared, preparedAt: at(2) };
  expect(reconcile(byHand, agent('one', false), [], at(3)).preparedAt).toBe(at(2));
  expect(reconcile(byHand, agent('two', false), [], at(3)).preparedAt).toBeUndefined();
});
