import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import config from '../../../agent.config';
import { createEmulator, type Emulator } from '../../../emulator/create-emulator';
import { piiDetectors } from '../../../emulator/guardrail/sensitive/pii-detectors';
import { Recorder } from '../../../recording/recorder';
import { Redactor } from '../../../recording/redact/redactor';
import { orders } from '../../../schemas/orders';
import { agentClient } from '../../kit/agent/agent-client';
import { say, scriptedModel } from '../../kit/agent/scripted-model';
import { createEvent } from '../../kit/create-event';
import { everyPolicy, guardedBy, guardrailResources } from '../../kit/guardrail';
import { agentResources, handMadeApp } from '../../kit/hand-made-app';
import { ordersApp } from '../../kit/orders/orders-app';
import { recordingHeader } from '../../kit/recording-header';
import { clientConfig } from '../../kit/sdk-client';

const person = {
  mail: 'mara.lindqvist@example.org',
  phone: '+46 70 174 06 05',
  card: '4111 1111 1111 1111',
  name: 'Mara Lindqvist',
};
const { customerId = '' } = config.laptop.sessionAttributes;

/** Entities that can be told from a request id or a time in a line of a log. */
const told = ['EMAIL', 'PHONE', 'CREDIT_DEBIT_CARD_NUMBER', 'IP_ADDRESS', 'US_SOCIAL_SECURITY_NUMBER'];
const entitiesIn = (text: string) => told.filter((type) => (piiDetectors[type]?.(text) ?? []).length > 0);

describe('the log of a function', () => {
  const lines: string[] = [];
  let emulator: Emulator;
  let close = async () => {};

  beforeAll(async () => {
    const app = await ordersApp(['orders']);
    emulator = await createEmulator({
      assembly: app.folder,
      log: (line) => void (line.source === 'lambda' && lines.push(line.text)),
    });
    const client = new LambdaClient(clientConfig(emulator));
    close = async () => {
      client.destroy();
      await emulator.close();
      app.remove();
    };
    const inputText = `I am ${person.name}, ${person.mail}, ${person.phone}, card ${person.card}`;
    const as = { customerId, inputText };
    const events = [
      createEvent(orders, 'getOrder', { orderId: 'ORD-100001' }, as),
      createEvent(orders, 'getOrder', { orderId: 'ORD-999999' }, as),
      createEvent(orders, 'listOrders', {}, as),
      createEvent(orders, 'cancelOrder', { orderId: 'ORD-100002', reason: inputText }, as),
      createEvent(orders, 'getOrder', { orderId: person.mail } as never, as),
      { ...createEvent(orders, 'getOrder', { orderId: 'ORD-100001' }, as), apiPath: `/${person.mail}` },
      // Without a customer, and without anything.
      createEvent(orders, 'getOrder', { orderId: 'ORD-100001' }, { inputText }),
      { inputText },
    ];
    for (const event of events) {
      const Payload = JSON.stringify(event);
      await client.send(new InvokeCommand({ FunctionName: 'orders', Payload }));
    }
  });
  afterAll(() => close());

  it('has a line for every call', () => {
    expect(lines.filter((line) => /"message":"call/.test(line)).length).toBeGreaterThanOrEqual(8);
  });

  it('holds nothing that a customer said, is or owns', () => {
    const log = lines.join('\n');
    for (const value of [...Object.values(person), customerId, 'ORD-10000', 'Rain jacket', '00340434']) {
      expect(log).not.toContain(value);
    }
    expect(lines.filter((line) => entitiesIn(line).length > 0)).toEqual([]);
  });
});

describe('what the guardrail blocks', () => {
  it('is nowhere but in its own trace: not with the model, not in the session, not on the disk', async () => {
    const app = handMadeApp({
      ...guardrailResources(everyPolicy),
      ...agentResources('Desk', guardedBy('GuardrailId')),
    });
    const directory = mkdtempSync(path.join(tmpdir(), 'data-care-'));
    const model = scriptedModel();
    const log: string[] = [];
    const emulator = await createEmulator({
      assembly: app.folder,
      state: { directory },
      model: () => model,
      log: ({ text }) => void log.push(text),
    });
    const client = agentClient(emulator);
    try {
      const blocked = await client.ask({ inputText: `Take it from ${person.card}`, enableTrace: true });
      expect(blocked.text).toBe('Not that.');
      const others = blocked.traces.filter(({ trace }) => !trace?.guardrailTrace);
      expect(JSON.stringify(others)).not.toContain(person.card);
      model.script(say('On the shelf.'));
      const next = await client.ask({ inputText: 'Where is it?', enableTrace: true });
      expect(next.text).toBe('On the shelf.');
      expect(JSON.stringify([next.traces, model.requests])).not.toContain(person.card);
    } finally {
      client.close();
      await emulator.close();
    }
    expect(log.join('\n')).not.toContain(person.card);
    const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    expect(files.length).toBeGreaterThan(0);
    const holding = (text: string) =>
      files.filter((one) => readFileSync(path.join(one.parentPath, one.name)).includes(text));
    // What was let through is there: the look at the disk would find the other, too.
    expect(holding('Where is it?').length).toBeGreaterThan(0);
    expect(holding(person.card)).toEqual([]);
    app.remove();
    rmSync(directory, { recursive: true, force: true });
  });
});

describe('a recording', () => {
  it('holds nothing that the guardrail finds in what a person or the model said', async () => {
    const app = handMadeApp({
      ...guardrailResources(everyPolicy),
      ...agentResources('Desk', guardedBy('GuardrailId')),
    });
    const model = scriptedModel();
    const emulator = await createEmulator({ assembly: app.folder, state: 'ephemeral', model: () => model });
    const client = agentClient(emulator);
    const lines: string[] = [];
    const recorder = new Recorder({
      header: recordingHeader,
      write: (line) => void lines.push(line),
      now: () => 0,
      toolName: (group) => group,
      redaction: {
        redactor: new Redactor('a key', []),
        rewrite(text) {
          // Of the same length, so that a file that was written over in part is still one.
          expect(text).toHaveLength(lines.join('').length);
          lines.splice(0, lines.length, text);
        },
      },
    });
    const said = [
      'Where is it?',
      `Write to ${person.mail}, not to 192.0.2.77, about CLM-4711`,
      `Take it from ${person.card}`,
      'Is 198.51.100.23 yours?',
      'Who has it?',
    ];
    /** What the model says; the guardrail masks it after the model's own trace was told. */
    const answers = said.map((_, turn) =>
      turn === said.length - 1 ? 'Ask ada.byron@example.net about CLM-9042.' : 'On the shelf.',
    );
    try {
      for (const [turn, inputText] of said.entries()) {
        model.script(say(answers[turn] ?? ''));
        recorder.request({ inputText, sessionId: 'recorded' });
        const { traces } = await client.ask({ inputText, sessionId: 'recorded', enableTrace: true });
        for (const trace of traces) recorder.event({ trace });
        recorder.end();
      }
      recorder.close();
    } finally {
      client.close();
      await emulator.close();
      app.remove();
    }
    const recording = lines.join('');
    expect(recording.split('"guardrailTrace"').length).toBeGreaterThan(4);
    expect(recording).toContain('{EMAIL} about {Claim}');
    for (const value of [
      person.mail,
      '192.0.2.77',
      'CLM-4711',
      person.card,
      '198.51.100.23',
      'ada.byron@example.net',
      'CLM-9042',
    ]) {
      expect([...said, ...answers].join('\n')).toContain(value);
      expect(recording).not.toContain(value);
    }
  });
});
