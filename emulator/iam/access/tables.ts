import type { ServiceName } from '../../front-door/service-definition';
import type { OperationAccess } from './access-table';
import { bedrockAgentAccess } from './bedrock-agent';
import { bedrockAgentRuntimeAccess } from './bedrock-agent-runtime';
import { bedrockRuntimeAccess } from './bedrock-runtime';
import { cloudformationAccess } from './cloudformation';
import { dynamodbAccess } from './dynamodb';
import { lambdaAccess } from './lambda';
import { s3Access } from './s3';
import { stsAccess } from './sts';

/** By service and operation. A service that the emulator serves and this lacks is refused as a whole. */
export const accessTables: Readonly<
  Partial<Record<ServiceName, Readonly<Record<string, OperationAccess | undefined>>>>
> = {
  'bedrock-agent': bedrockAgentAccess,
  'bedrock-runtime': bedrockRuntimeAccess,
  'bedrock-agent-runtime': bedrockAgentRuntimeAccess,
  cloudformation: cloudformationAccess,
  dynamodb: dynamodbAccess,
  lambda: lambdaAccess,
  s3: s3Access,
  sts: stsAccess,
};
