import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Frameworks that a pure core may never see. */
const frameworks = [
  '@nestjs/*',
  'typeorm',
  'pg',
  'kafkajs',
  'fastify',
  'rxjs',
  '@opentelemetry/*',
  'class-validator',
  'class-transformer',
];
const shared = ['scope:shared'];

export default tseslint.config(
  {
    ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', 'tmp/**', '.usher/**', 'apps/wordpress-connector/**/*.php'],
  },
  ...tseslint.configs.recommended,
  {
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          banTransitiveDependencies: false,
          allow: [],
          depConstraints: [
            { sourceTag: 'type:core', onlyDependOnLibsWithTags: ['type:core'], bannedExternalImports: frameworks },
            {
              sourceTag: 'type:contract',
              onlyDependOnLibsWithTags: ['type:contract'],
              bannedExternalImports: ['@nestjs/*', 'typeorm', 'pg', 'kafkajs', 'fastify'],
            },
            {
              sourceTag: 'type:client',
              onlyDependOnLibsWithTags: ['type:contract', 'type:core'],
              bannedExternalImports: ['@nestjs/*', 'typeorm', 'pg', 'kafkajs'],
            },
            {
              sourceTag: 'type:adapter',
              onlyDependOnLibsWithTags: ['type:adapter', 'type:contract', 'type:client', 'type:core'],
            },
            {
              sourceTag: 'type:app',
              onlyDependOnLibsWithTags: ['type:adapter', 'type:contract', 'type:client', 'type:core', 'type:app'],
            },
            { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['*'] },
            { sourceTag: 'scope:scim', onlyDependOnLibsWithTags: ['scope:scim'] },
            { sourceTag: 'scope:provisioning', onlyDependOnLibsWithTags: ['scope:provisioning', 'scope:scim'] },
            { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: shared },
            { sourceTag: 'scope:wordpress', onlyDependOnLibsWithTags: ['scope:wordpress', ...shared] },
            { sourceTag: 'scope:embedded', onlyDependOnLibsWithTags: ['scope:embedded', 'scope:wordpress', ...shared] },
            { sourceTag: 'scope:ingress', onlyDependOnLibsWithTags: ['scope:scim', ...shared] },
            {
              sourceTag: 'scope:provisioner',
              onlyDependOnLibsWithTags: ['scope:provisioning', 'scope:scim', 'scope:wordpress', ...shared],
            },
            { sourceTag: 'scope:audit', onlyDependOnLibsWithTags: shared },
            { sourceTag: 'scope:console', onlyDependOnLibsWithTags: shared },
            {
              sourceTag: 'scope:standalone',
              onlyDependOnLibsWithTags: [
                'scope:ingress',
                'scope:provisioner',
                'scope:audit',
                'scope:console',
                'scope:embedded',
                'scope:wordpress',
                ...shared,
              ],
            },
          ],
        },
      ],
    },
  },
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      'no-console': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.spec.ts', 'e2e/**', 'libs/testing/**', 'bench/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'max-lines': 'off' },
  },
  { files: ['apps/console/src/**'], ...reactHooks.configs.flat.recommended },
  // Only a test may use the testing library, and through it what its own project may not.
  { files: ['**/*.int.spec.ts', '**/src/testing/**'], rules: { '@nx/enforce-module-boundaries': 'off' } },
  {
    files: ['scripts/**', 'e2e/**', 'bench/**', 'conformance/**', 'apps/standalone/src/**'],
    rules: { 'no-console': 'off' },
  },
  prettier,
);
