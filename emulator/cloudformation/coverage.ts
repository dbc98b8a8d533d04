import type { CoveredService } from '../front-door/service-definition';

export const cloudformationCoverage = {
  name: 'cloudformation',
  sdkPackage: () => import('@aws-sdk/client-cloudformation'),
  fidelity: {
    DescribeStacks: { approximate: "the assembly's stacks, complete since the emulator took them" },
    ListStackResources: {
      approximate: 'on one page, without ids of types that the emulator does not know',
    },
  },
} as const satisfies CoveredService;
