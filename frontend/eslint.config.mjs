import js from "@eslint/js";
import astro from "eslint-plugin-astro";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const typed = [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked];

export default defineConfig(
  // shadcn/ui stays as copied and the schema as generated.
  globalIgnores(["dist/", ".astro/", "src/components/ui/", "src/api/schema.d.ts"]),
  js.configs.recommended,
  astro.configs["flat/recommended"],
  astro.configs["flat/jsx-a11y-strict"],
  { languageOptions: { globals: { ...globals.node, ...globals.browser } } },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [...typed, reactHooks.configs.flat["recommended-latest"]],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      ...jsxA11y.flatConfigs.strict.rules,
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", { max: 35, skipComments: true, skipBlankLines: true }],
      complexity: ["error", 10],
      "no-restricted-syntax": [
        "error",
        { selector: "TSEnumDeclaration", message: "Use a union of literals." },
        { selector: "ExportAllDeclaration", message: "No barrels: import from where it stands." },
        { selector: "ExportDefaultDeclaration", message: "Export by name." },
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { varsIgnorePattern: "^_", argsIgnorePattern: "^_" },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "jsx-a11y/label-has-associated-control": ["error", { assert: "either", depth: 3 }],
    },
  },
  {
    // Astro asks for the default export of a client directive.
    files: ["*.config.{ts,mjs}", "src/islands/*.ts"],
    rules: { "no-restricted-syntax": "off" },
  },
);
