import { UnresolvedError } from '../../../emulator/assembly/intrinsics';
import { TableChangedError } from '../../../emulator/dynamodb/provision';
import { StateInUseError } from '../../../emulator/state/state';
import { explained } from '../../../scripts/laptop/open-laptop';

const inUse = Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE' });

it.each([
  [
    new TableChangedError('its key is id'),
    { code: 'STATE_CHANGED', message: 'its key is id', hint: expect.stringContaining('npm run -s reset') },
  ],
  [new StateInUseError('open'), { code: 'STATE_IN_USE', hint: expect.stringContaining('--ephemeral') }],
  [
    new UnresolvedError('Stack Queue', 'Fn::GetAtt Arn is unknown'),
    { code: 'UNRESOLVED', message: 'Stack Queue: Fn::GetAtt Arn is unknown', hint: expect.anything() },
  ],
  [inUse, { code: 'PORT_IN_USE', message: 'Port 4510 is taken', hint: expect.stringContaining('--port') }],
])('%s says what it is and what to do', (error, expected) => {
  expect(explained(error, 4510)).toMatchObject(expected);
});

it('leaves a bug as it is', () => {
  const bug = new TypeError('undefined is not a function');
  expect(explained(bug)).toBe(bug);
});
