import { type Coverage, coverageOf, coveredServices } from '../../emulator/coverage';
import { serviceNames } from '../../emulator/front-door/service-definition';

/** What the emulator does of AWS's operations, as README.md tells it: served ones one by one, missing ones together. */
export async function operationsTable(): Promise<string> {
  const coverage = await coverageOf(coveredServices);
  const served = coverage.filter(({ status }) => status !== 'missing');
  const missing = coverage.filter(({ status }) => status === 'missing');
  const absent = serviceNames.filter((name) => coveredServices.every((service) => service.name !== name));
  return [
    `Of everything: signatures are read and not verified, the templates' IAM policies decide, nothing is throttled. *Exact* means that no difference is known; it was compared with AWS's documents and not with AWS.`,
    '',
    '| operation | how it stands to AWS |',
    '| --- | --- |',
    ...coveredServices.flatMap(({ name }) => [
      `| **${name}** | |`,
      ...served.filter(({ service }) => service === name).map(row),
    ]),
    '',
    `The other ${missing.length} operations of these services answer 501 and name themselves${absent.length > 0 ? `, and so does all of ${absent.join(' and ')}` : ''}.`,
    ...coveredServices.flatMap(({ name }) => {
      const names = missing.flatMap(({ service, operation }) => (service === name ? [operation] : []));
      return [
        '',
        `<details><summary>${name}: ${names.length} missing</summary>`,
        '',
        names.join(', '),
        '',
        '</details>',
      ];
    }),
  ].join('\n');
}

const row = ({ operation, how = 'exact' }: Coverage): string =>
  `| ${operation} | ${how === 'exact' ? how : `approximate: ${how}`} |`;
