import type { CoveredService } from '../front-door/service-definition';

export const lambdaCoverage = {
  name: 'lambda',
  sdkPackage: () => import('@aws-sdk/client-lambda'),
  fidelity: {
    Invoke: {
      approximate:
        "Node.js only, on the emulator's own Node and processor instead of the template's runtime and architecture; an Event runs once, without retries or destinations; answers are not streamed",
    },
  },
} as const satisfies CoveredService;
