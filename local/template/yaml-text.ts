import { createRequire } from "node:module";
import type { CollectionTag, ScalarTag } from "yaml";

const SHORT_FORMS = [
  "And",
  "Base64",
  "Cidr",
  "Contains",
  "EachMemberEquals",
  "EachMemberIn",
  "Equals",
  "FindInMap",
  "GetAtt",
  "GetAZs",
  "GetStackOutput",
  "If",
  "ImportValue",
  "Join",
  "Length",
  "Not",
  "Or",
  "RefAll",
  "Select",
  "Split",
  "Sub",
  "ToJsonString",
  "Transform",
  "ValueOf",
  "ValueOfAll",
];

/** YAML's short forms of the intrinsic functions, such as `!GetAtt queue.Arn`. */
function shortFormTags(): (ScalarTag | CollectionTag)[] {
  const long = (name: string, value: unknown) =>
    name === "Ref" || name === "Condition"
      ? { [name]: value }
      : { [`Fn::${name}`]: name === "GetAtt" && typeof value === "string" ? splitAttribute(value) : value };
  return [...SHORT_FORMS, "Ref", "Condition"].flatMap((name) => [
    { tag: `!${name}`, resolve: (text: string) => long(name, text) },
    ...(["seq", "map"] as const).map((collection) => ({
      tag: `!${name}`,
      collection,
      resolve: (node: { toJS?: unknown; toJSON(): unknown }) => long(name, node.toJSON()),
    })),
  ]) as unknown as (ScalarTag | CollectionTag)[];
}

function splitAttribute(text: string): [string, string] {
  const dot = text.indexOf(".");
  return dot === -1 ? [text, ""] : [text.slice(0, dot), text.slice(dot + 1)];
}

let parser: typeof import("yaml") | undefined;

/** What the text says; dates stay texts, as in CloudFormation. @throws Error whose message says where it is no YAML */
export function parseYaml(text: string): unknown {
  // Loaded when the first template in YAML comes: the start of a cloud does not wait for it.
  parser ??= createRequire(import.meta.url)("yaml") as typeof import("yaml");
  const parsed = parser.parseDocument(text, { customTags: shortFormTags(), maxAliasCount: 100 } as never);
  const problem = parsed.errors[0] ?? parsed.warnings.find(({ code }) => code === "TAG_RESOLVE_FAILED");
  // What the parser recommends to its callers is not for those who wrote the text.
  if (problem) throw new Error(problem.message.split("\n")[0]!.replace(/; please use \S+/, ""));
  return parsed.toJS();
}
