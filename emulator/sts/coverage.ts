import type { CoveredService } from '../front-door/service-definition';

export const stsCoverage = {
  name: 'sts',
  sdkPackage: () => import('@aws-sdk/client-sts'),
  fidelity: { GetCallerIdentity: { approximate: "one user, of the app's account, whoever asks" } },
} as const satisfies CoveredService;
