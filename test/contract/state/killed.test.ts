import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import {
  type AttributeValue,
  DynamoDBClient,
  PutItemCommand,
  paginateScan,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Emulator } from '../../../emulator/create-emulator';
import { type AgentClient, agentClient } from '../../kit/agent/agent-client';
import {
  askForAll,
  type Remembered,
  rememberingHandlers,
  rememberingResources,
} from '../../kit/agent/remembering-agent';
import { buildProgram, type Program } from '../../kit/commands/build-program';
import { firstLine } from '../../kit/commands/first-line';
import { type HandMadeApp, handMadeApp } from '../../kit/hand-made-app';
import { clientConfig } from '../../kit/sdk-client';

const rounds = 50;
/** Side by side, each with a state of its own: most of a round is a process that starts. */
const lanes = 2;
const writers = 6;
/** Beside those who talk. */
const fewWriters = 2;
const talkers = 2;
/** Fewer than a session keeps. */
const turnsOfSession = 12;
const TableName = 'things';

type Item = Record<string, AttributeValue>;

let app: HandMadeApp;
let folder: string;
let program: Program;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'killed-'));
  // Once, instead of at each of the starts, which are what takes the time here.
  program = await buildProgram('agent', 'remembering-process.ts');
  const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
  const hash = (AttributeName: string) => [{ AttributeName, KeyType: 'HASH' }];
  const table = {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName,
      AttributeDefinitions: [attribute('id'), attribute('owner')],
      KeySchema: hash('id'),
      GlobalSecondaryIndexes: [
        { IndexName: 'byOwner', KeySchema: hash('owner'), Projection: { ProjectionType: 'ALL' } },
      ],
    },
  };
  app = handMadeApp({ Things: table, ...rememberingResources }, rememberingHandlers);
});
afterAll(async () => {
  await Promise.all([...children].map(end));
  rmSync(folder, { recursive: true, force: true });
  app.remove();
  program.remove();
});

interface Running {
  readonly child: ChildProcess;
  readonly client: DynamoDBClient;
  readonly agent: AgentClient;
}

/** Rejects with what the process wrote when it ends instead of starting. */
async function start(directory: string): Promise<Running> {
  const child = spawn(process.execPath, [program.file, app.folder, directory], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: program.env,
  });
  children.add(child);
  let written = '';
  child.stderr.on('data', (chunk) => {
    written += chunk;
  });
  const line = await firstLine(child).catch((error: Error) => {
    throw new Error(`${error.message}${written}`);
  });
  const emulator = JSON.parse(line) as Pick<Emulator, 'env' | 'ids'>;
  const client = new DynamoDBClient({ ...clientConfig(emulator, 'dynamodb'), maxAttempts: 1 });
  return { child, client, agent: agentClient(emulator) };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'close');
  if (child.kill('SIGKILL')) await ended;
  children.delete(child);
}

async function kill({ child, client, agent }: Running): Promise<void> {
  await end(child);
  client.destroy();
  agent.close();
}

const hits = (id: string) => ({
  TableName,
  Key: { id: { S: id } },
  UpdateExpression: 'ADD hits :one SET #owner = :owner',
  ExpressionAttributeNames: { '#owner': 'owner' },
  ExpressionAttributeValues: { ':one': { N: '1' }, ':owner': { S: id.slice(0, 1) } },
});

/** Writes until the emulator dies. `note` is told of each acknowledged write: what `hits` is at least now. */
async function write({ client }: Running, writer: string, note: (id: string, hits: number) => void) {
  try {
    for (let n = 0; ; n++) {
      const id = `${writer}-${n}`;
      await client.send(new PutItemCommand({ TableName, Item: { id: { S: id }, owner: { S: 'new' } } }));
      note(id, 0);
      await client.send(new UpdateItemCommand(hits(id)));
      note(id, 1);
      const pair = [`${id}-left`, `${id}-right`];
      await client.send(
        new TransactWriteItemsCommand({ TransactItems: pair.map((one) => ({ Update: hits(one) })) }),
      );
      for (const one of pair) note(one, 1);
    }
  } catch {
    // It was killed.
  }
}

/** Goes on with conversations until the emulator dies. `note` is told of each turn whose stream has ended well. */
async function talk({ agent }: Running, talker: string, note: (sessionId: string, turns: number) => void) {
  for (let n = 0; ; n++) {
    const sessionId = `${talker}-${Math.floor(n / turnsOfSession)}`;
    const turn = String(n % turnsOfSession);
    const sessionState = { sessionAttributes: { last: turn, [`in-${turn}`]: 'yes' } };
    const { text, error } = await agent.ask({ sessionId, inputText: turn, sessionState });
    if (error || text !== noted(turn)) return;
    note(sessionId, 1 + (n % turnsOfSession));
  }
}

const noted = (turn: string) => `Noted: ${turn}`;

/** All turns that were acknowledged, whole, and at most the one that was under way. */
async function checkSessions({ agent }: Running, acknowledged: Acknowledged) {
  for (const [sessionId, turns] of acknowledged) {
    const { text, error } = await agent.ask({ sessionId, inputText: askForAll });
    if (error) throw error;
    const { said, sessionAttributes } = JSON.parse(text) as Remembered;
    const kept = (said.length - 1) / 2;
    expect([turns, turns + 1]).toContain(kept);
    const all = Array.from({ length: kept }, (_, turn) => String(turn));
    expect(said).toEqual([...all.flatMap((turn) => [turn, noted(turn)]), askForAll]);
    expect(sessionAttributes).toEqual({
      last: String(kept - 1),
      ...Object.fromEntries(all.map((turn) => [`in-${turn}`, 'yes'])),
    });
  }
}

async function scan({ client }: Running, IndexName?: string): Promise<Map<string, Item>> {
  const items = new Map<string, Item>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName, IndexName })) {
    for (const item of Items) items.set(item.id?.S ?? '', item);
  }
  return items;
}

type Acknowledged = Map<string, number>;

function check(
  acknowledged: Acknowledged,
  items: ReadonlyMap<string, Item>,
  index: ReadonlyMap<string, Item>,
) {
  const lost = [...acknowledged].filter(
    ([id, count]) => !items.has(id) || Number(items.get(id)?.hits?.N ?? 0) < count,
  );
  expect(lost).toEqual([]);
  const half = [...items.keys()].filter(
    (id) => id.endsWith('-left') && !items.has(id.replace(/-left$/, '-right')),
  );
  expect(half).toEqual([]);
  const sorted = (map: ReadonlyMap<string, Item>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  expect(sorted(index)).toEqual(sorted(items));
}

async function runLane(lane: number): Promise<{ writes: number; turns: number }> {
  const directory = path.join(folder, String(lane));
  const written: Acknowledged = new Map();
  const said: Acknowledged = new Map();
  for (let round = 0; round < rounds / lanes; round++) {
    const running = await start(directory);
    // In every other round, since a process's first turn takes as long as many writes.
    const talks = round % 2 === 0;
    let left = 1 + Math.floor(Math.random() * (talks ? 15 : 60));
    await new Promise<void>((resolve, reject) => {
      const noteIn = (acknowledged: Acknowledged, counts: boolean) => (id: string, count: number) => {
        acknowledged.set(id, count);
        if (counts) left--;
        if (counts && left === 0) kill(running).then(resolve, reject);
      };
      const noteWrite = noteIn(written, !talks);
      const noteTurn = noteIn(said, talks);
      for (let writer = 0; writer < (talks ? fewWriters : writers); writer++) {
        void write(running, `${round}-${writer}`, noteWrite);
      }
      for (let talker = 0; talks && talker < talkers; talker++) {
        void talk(running, `${round}-${talker}`, noteTurn);
      }
    });
  }
  const running = await start(directory);
  check(written, await scan(running), await scan(running, 'byOwner'));
  await checkSessions(running, said);
  await kill(running);
  return { writes: written.size, turns: [...said.values()].reduce((sum, turns) => sum + turns, 0) };
}

it(`killed ${rounds} times under load, it keeps every acknowledged write, and no half of one`, async () => {
  const done = await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane)));
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  expect(sum(done.map(({ writes }) => writes))).toBeGreaterThan(rounds * 5);
  expect(sum(done.map(({ turns }) => turns))).toBeGreaterThan(rounds);
});
