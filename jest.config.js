// The SDK prints six lines about Node 20 whenever a client is made.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const swc = {
  jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

const project = (displayName, extra = {}) => ({
  displayName,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.outcrop'],
  ...extra,
});

module.exports = {
  projects: [
    project('unit'),
    project('property'),
    project('replay'),
    project('adversarial'),
    project('contract'),
    project('e2e'),
    project('soak'),
  ],
  testSequencer: '<rootDir>/test/kit/longest-first.js',
  // No test proves anything by it: on a busy machine everything takes longer, and what hangs still ends.
  testTimeout: 300_000,
  // All cores: many tests wait for processes that they started. jest's own choice leaves one out, of two a half.
  maxWorkers: '100%',
};
