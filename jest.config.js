const project = (displayName, folders, extra = {}) => ({
  displayName,
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/tooling/strip-types-transform.mjs' },
  testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/cdk.out'],
  ...extra,
});

export default {
  maxWorkers: 2,
  projects: [
    project('unit', ['unit', 'house', 'samples', 'decisions']),
    project('contract', ['contract']),
    project('integration', ['integration', 'infra']),
    project('end-to-end', ['end-to-end']),
  ],
};
