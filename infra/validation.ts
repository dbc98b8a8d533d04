import { type App, CloudFormationValidatePlugin, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

/**
 * What is deployed passes both: CloudFormation's own schemas and rules (strict by a feature flag in cdk.json)
 * and AWS Solutions. On the laptop they are left out, where they would take most of the time.
 */
export function addValidation(app: App): void {
  Validations.of(app).addPlugins(new CloudFormationValidatePlugin(), new AwsSolutionsChecks(app));
}
