/**
 * Refuses emitted JavaScript that means something else than its source. Our TypeScript has nothing but types to take away
 * (`erasableSyntaxOnly`), so what the compiler writes must have the very tree of the source without its types.
 * TypeScript 7.0.2 with target es2024 broke this once: it renamed a property to `_a`, and no test of the source saw it.
 */
import { globSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join } from "node:path";
import { type Node, parse } from "acorn";

/** Members of a node that tell where and how a thing was written, not what it means. */
const NOTATION = new Set(["start", "end", "raw", "loc", "range"]);
/** The language of the oldest Node.js that the packages declare. */
const LANGUAGE = 2025;

type Difference = { readonly path: string; readonly source: string; readonly emitted: string };

const isNode = (value: unknown): value is Node & Record<string, unknown> =>
  typeof value === "object" && value !== null && "type" in value;

/** `./a.ts` of the source is `./a.js` in the output. */
const written = (value: unknown): unknown =>
  typeof value === "string" && /^\.\.?\//.test(value) ? value.replace(/\.ts$/, ".js") : value;

function brief(value: unknown): string {
  if (!isNode(value)) return typeof value === "bigint" ? `${value}n` : (JSON.stringify(value) ?? "nothing");
  const name = value["name"] ?? value["value"];
  return name === undefined ? value.type : `${value.type} ${JSON.stringify(name)}`;
}

/** With this function the compiler writes `import(variable)`, so that `./a.ts` is found as `./a.js` then, too. */
const IMPORT_HELPER = "__rewriteRelativeImportExtension";

const isImportHelper = (statement: Node & Record<string, unknown>): boolean =>
  statement.type === "VariableDeclaration" &&
  (statement["declarations"] as readonly { id: { name?: string } }[]).some(
    ({ id }) => id.name === IMPORT_HELPER,
  );

const onlyMarksModule = (statement: Node & Record<string, unknown>): boolean =>
  statement.type === "ExportNamedDeclaration" &&
  !statement["declaration"] &&
  !statement["source"] &&
  (statement["specifiers"] as readonly unknown[]).length === 0;

const statements = (body: readonly unknown[]): readonly unknown[] =>
  body.filter(
    (statement) =>
      !isNode(statement) ||
      !(statement.type === "EmptyStatement" || onlyMarksModule(statement) || isImportHelper(statement)),
  );

/** The argument of the compiler's import function, anything else as it is. */
function withoutImportHelper(value: unknown): unknown {
  if (!isNode(value) || value.type !== "CallExpression") return value;
  const { name } = value["callee"] as { readonly name?: string };
  return name === IMPORT_HELPER ? (value["arguments"] as readonly unknown[])[0] : value;
}

function firstDifference(source: unknown, output: unknown, path: string): Difference | undefined {
  const emitted = withoutImportHelper(output);
  const different = (): Difference => ({ path, source: brief(source), emitted: brief(emitted) });
  if (Array.isArray(source) && Array.isArray(emitted)) {
    const [left, right] = path.endsWith("body")
      ? [statements(source), statements(emitted)]
      : [source, emitted];
    for (let index = 0; index < Math.max(left.length, right.length); index++) {
      const found = firstDifference(left[index], right[index], `${path}[${index}]`);
      if (found) return found;
    }
    return undefined;
  }
  if (source instanceof RegExp && emitted instanceof RegExp)
    return String(source) === String(emitted) ? undefined : different();
  if (typeof source === "object" && source !== null && typeof emitted === "object" && emitted !== null) {
    const left = source as Record<string, unknown>;
    const right = emitted as Record<string, unknown>;
    if (left["type"] !== right["type"]) return different();
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      if (NOTATION.has(key)) continue;
      const found = firstDifference(left[key], right[key], `${path}.${key}`);
      if (found) return found;
    }
    return undefined;
  }
  return written(source) === emitted ? undefined : different();
}

const treeOf = (text: string): Node =>
  parse(text, { ecmaVersion: LANGUAGE, sourceType: "module", allowHashBang: true });

/**
 * What differs between a source and what was emitted for it, or `undefined`.
 *
 * @throws SyntaxError when one of them is not JavaScript of the oldest Node.js
 */
export function changedMeaning(source: string, emitted: string): string | undefined {
  const found = firstDifference(treeOf(stripTypeScriptTypes(source)), treeOf(emitted), "program");
  return found && `${found.path}: the source has ${found.source}, the output ${found.emitted}`;
}

/** One sentence for each emitted file below `output` that differs from its source below `root`. */
export function changedFiles(root: string, output: string): string[] {
  const sentences: string[] = [];
  for (const file of globSync("**/*.js", { cwd: output })) {
    const source = file.replace(/\.js$/, ".ts");
    try {
      const changed = changedMeaning(
        readFileSync(join(root, source), "utf8"),
        readFileSync(join(output, file), "utf8"),
      );
      if (changed) sentences.push(`${source} was compiled to something else: ${changed}.`);
    } catch (error) {
      sentences.push(`${source} cannot be compared with what was compiled: ${(error as Error).message}.`);
    }
  }
  return sentences;
}

/** Sources of the packages, and what they import of JSON, for which nothing was emitted below `output`. */
export function notEmitted(root: string, output: string): string[] {
  const emitted = new Set(globSync("**/*.{js,json}", { cwd: output }));
  const sources = globSync("{lib,functions,infra,local,lake,cli}/**/*.ts", {
    cwd: root,
    exclude: ["**/node_modules/**", "**/dist/**", "local/page/**", "**/*.d.ts"],
  });
  return sources.flatMap((source) => {
    const text = readFileSync(join(root, source), "utf8");
    const data = [...text.matchAll(/from "(\.[^"]+\.json)"/g)].map(([, path]) =>
      join(dirname(source), path!),
    );
    return [source.replace(/\.ts$/, ".js"), ...data].filter((file) => !emitted.has(file));
  });
}
