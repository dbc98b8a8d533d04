import { UsageError } from '../../../scripts/cli/errors';
import { askConsent } from '../../../scripts/stack/ask';
import { fakeIo } from '../../kit/commands/fake-io';

const question = 'Deploy a and b to account 111122223333 in us-east-1?';
const declined = 'Nothing was deployed';

it('asks nothing when --yes was given, with or without a terminal', async () => {
  for (const isTTY of [true, false]) {
    const terminal = fakeIo(isTTY);
    await askConsent({ io: terminal.io, yes: true, question, declined });
    expect(terminal.stderr()).toBe('');
  }
});

it('takes a typed yes', async () => {
  const terminal = fakeIo(true);
  const asked = askConsent({ io: terminal.io, yes: false, question, declined });
  await terminal.shown(/us-east-1\? \[y\/N\]/);
  terminal.type('y\r');
  await asked;
  expect(terminal.stdout()).toBe('');
});

it.each(['n\r', '\r', '\u0004'])('takes %j for a no', async (answer) => {
  const terminal = fakeIo(true);
  const asked = askConsent({ io: terminal.io, yes: false, question, declined });
  const outcome = expect(asked).rejects.toMatchObject({ code: 'DECLINED', message: declined, exitCode: 1 });
  await terminal.shown(/\[y\/N\]/);
  terminal.type(answer);
  await outcome;
});

it('refuses without a terminal to ask on', async () => {
  const asked = askConsent({ io: fakeIo(false).io, yes: false, question, declined });
  await expect(asked).rejects.toThrow(UsageError);
});
