import type { App } from '../assembly/app';
import type { AccessRequest } from './access-request';
import { contextOf } from './policy/context';

/** The prefixes of AWS's own inference profiles (Bedrock user guide, "Geographic and Global cross-Region inference"). */
const profile = /^(?:us|us-gov|eu|apac|jp|au|ca|sa|global)\.(.+)$/;

/**
 * What calling a model asks for: the model, or the inference profile and the model by way of it. Of the regions that
 * a profile leads to the emulator asks for its own alone, and of an application profile it does not know the model.
 */
export function modelRequests(
  { partition, region, account }: Pick<App, 'partition' | 'region' | 'account'>,
  model: string,
  action: 'bedrock:InvokeModel' | 'bedrock:InvokeModelWithResponseStream',
  context: Readonly<Record<string, string | undefined>> = {},
): AccessRequest[] {
  const name = model.split('/').at(-1) ?? model;
  const modelArn = (id: string) => `arn:${partition}:bedrock:${region}::foundation-model/${id}`;
  const isProfile = model.startsWith('arn:') ? model.includes('inference-profile/') : profile.test(model);
  if (!isProfile) {
    const resource = model.startsWith('arn:') ? model : modelArn(model);
    return [{ action, resource, context: contextOf(context) }];
  }
  const profileArn = model.startsWith('arn:')
    ? model
    : `arn:${partition}:bedrock:${region}:${account}:inference-profile/${model}`;
  const behind = profile.exec(name)?.[1];
  const throughProfile = contextOf({ ...context, 'bedrock:InferenceProfileArn': profileArn });
  return [
    { action, resource: profileArn, context: contextOf(context) },
    ...(behind === undefined ? [] : [{ action, resource: modelArn(behind), context: throughProfile }]),
  ];
}
