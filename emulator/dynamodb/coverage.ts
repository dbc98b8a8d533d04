import type { CoveredService } from '../front-door/service-definition';

const indexesAtOnce = 'an index follows its table at once; on AWS, eventually';

export const dynamodbCoverage = {
  name: 'dynamodb',
  sdkPackage: () => import('@aws-sdk/client-dynamodb'),
  fidelity: {
    BatchGetItem: 'exact',
    BatchWriteItem: 'exact',
    CreateTable: { approximate: 'at once, in one region' },
    DeleteItem: 'exact',
    DeleteTable: { approximate: 'at once' },
    DescribeContinuousBackups: { approximate: 'says what the template asks for; there are no backups' },
    DescribeTable: { approximate: 'keys, indexes, billing and counts; no replicas, streams or encryption' },
    DescribeTimeToLive: 'exact',
    GetItem: 'exact',
    ListTables: 'exact',
    ListTagsOfResource: 'exact',
    PutItem: 'exact',
    Query: { approximate: indexesAtOnce },
    Scan: { approximate: indexesAtOnce },
    TagResource: 'exact',
    TransactGetItems: 'exact',
    TransactWriteItems: {
      approximate:
        'a client token is forgotten with a restart; transactions wait for one another and never conflict',
    },
    UntagResource: 'exact',
    UpdateItem: 'exact',
    UpdateTable: { approximate: 'billing mode and throughput only' },
    UpdateTimeToLive: { approximate: 'at once; what has expired goes within ten seconds' },
  },
} as const satisfies CoveredService;
