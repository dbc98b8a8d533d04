import type { CoveredService } from '../front-door/service-definition';

const temporary = 'the credentials end with the emulator; no MFA, no tags, no SAML or web identities';

export const stsCoverage = {
  name: 'sts',
  sdkPackage: () => import('@aws-sdk/client-sts'),
  fidelity: {
    AssumeRole: { approximate: `roles of the templates; ${temporary}` },
    GetCallerIdentity: {
      approximate: "of temporary credentials their session; of any other key one user of the app's account",
    },
    GetFederationToken: { approximate: temporary },
  },
} as const satisfies CoveredService;
