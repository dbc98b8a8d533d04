import { changed, courierGroup, shelfGroup } from '../knowledge-base/shelf';

const guardrail = { GuardrailIdentifier: 'abc123def456', GuardrailVersion: '3' };
/** An agent with a bit of everything that the API tells of one. */
export const deskProperties = {
  Description: 'Looks after the shelf',
  ActionGroups: [
    shelfGroup,
    changed(courierGroup, { ActionGroupState: 'DISABLED' }),
    { ActionGroupName: 'user', ParentActionGroupSignature: 'AMAZON.UserInput' },
  ],
  GuardrailConfiguration: guardrail,
  IdleSessionTTLInSeconds: 900,
  PromptOverrideConfiguration: {
    PromptConfigurations: [
      {
        PromptType: 'ORCHESTRATION',
        PromptCreationMode: 'OVERRIDDEN',
        InferenceConfiguration: { MaximumLength: 512 },
      },
    ],
  },
};
