/** What was looked at before a deployment. What would make it fail is thrown instead. */
export interface Check {
  readonly check: 'bootstrap' | 'agents' | 'model';
  /** `unknown`: the credentials may not look; the deployment itself uses the CDK's roles. */
  readonly outcome: 'passed' | 'warning' | 'unknown';
  readonly message: string;
}

export const unknown = (check: Check['check'], action: string): Check => ({
  check,
  outcome: 'unknown',
  message: `not looked at, because these credentials may not ${action}`,
});
