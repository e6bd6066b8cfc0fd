import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** What stands in ARCHITECTURE.md and test/architecture.test.ts, shown while writing. */
const keepOut = (...patterns) => ({ "no-restricted-imports": ["error", { patterns }] });
const fedify = { group: ["@fedify/*"], message: "Only federation/ speaks Fedify." };
const federation = { group: ["**/federation/**"], message: "No slice knows federation." };
const views = { group: ["**/views/**"], message: "Only routes.ts shows pages." };

export default defineConfig(
  { ignores: ["dist/", "data/", "db/migrations/", "test/artefacts/", "views/client/", "**/node_modules/"] },
  ...tseslint.configs.recommended,
  {
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-console": "off",
    },
  },
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  { files: ["src/*/**/*.ts"], rules: keepOut(fedify, federation, views) },
  { files: ["src/*/routes*.ts", "src/*/routes/*.ts", "src/web/*.ts"], rules: keepOut(fedify, federation) },
  { files: ["src/cli/*.ts", "src/doctor/*.ts", "src/demo/*.ts"], rules: keepOut(fedify) },
  { files: ["src/*.ts", "db/**/*.ts", "views/**/*.ts"], rules: keepOut(fedify) },
);
