import { coveredServices } from '../../../emulator/coverage';
import { accessTables } from '../../../emulator/iam/access/tables';
import { servedActions } from '../../../emulator/iam/served-actions';

it.each(coveredServices.map(({ name, fidelity }) => [name, Object.keys(fidelity)] as const))(
  '%s asks IAM before each operation, or says why it does not',
  (name, operations) => {
    const table = accessTables[name] ?? {};
    expect(Object.keys(table).sort()).toEqual([...operations].sort());
    for (const access of Object.values(table)) {
      if (typeof access === 'object' && 'none' in access) expect(access.none).toMatch(/\w+ \w+/);
    }
  },
);

it('lists each action once, in the alphabet’s sequence', () => {
  expect(servedActions).toEqual([...new Set(servedActions)].sort());
});
