import { describe, expect, test } from "vitest";
import { parseTemplate } from "../../../local/template/read-template.ts";
import { TemplateCloud } from "./deployed.ts";

const GROUP = "{ Type: AWS::Logs::LogGroup }";

describe("a template is refused for its form", () => {
  test.each([
    [
      "a section of another name",
      `Resource: {}\nResources: { G: ${GROUP} }`,
      "Invalid template property or properties [Resource]",
    ],
    [
      "Globals without the serverless transform",
      `Globals: {}\nResources: { G: ${GROUP} }`,
      "Invalid template property or properties [Globals]",
    ],
    [
      "another version",
      `AWSTemplateFormatVersion: 2011-01-01\nResources: { G: ${GROUP} }`,
      'AWSTemplateFormatVersion is "2011-01-01": expected 2010-09-09',
    ],
    [
      "a logical id with a hyphen",
      `Resources: { my-group: ${GROUP} }`,
      "Resource name my-group is non alphanumeric.",
    ],
    [
      "a logical id that is not one's own",
      `{"Resources": {"__proto__": {"Type": "AWS::Logs::LogGroup"}}}`,
      "Resource name __proto__ is non alphanumeric.",
    ],
    [
      "a mistyped attribute",
      "Resources: { G: { Type: AWS::Logs::LogGroup, Propertys: {} } }",
      "Invalid template resource property 'Propertys'",
    ],
    [
      "properties in a list",
      "Resources: { G: { Type: AWS::Logs::LogGroup, Properties: [a] } }",
      'the properties of the resource G are ["a"]: expected an object',
    ],
    [
      "an unknown policy",
      "Resources: { G: { Type: AWS::Logs::LogGroup, DeletionPolicy: Keep } }",
      "Unrecognized DeletionPolicy Keep for resource G",
    ],
    [
      "a parameter without type",
      `Parameters: { A: { Default: x } }\nResources: { G: ${GROUP} }`,
      "Every Parameters object must contain a Type member.",
    ],
    [
      "a parameter of no type",
      `Parameters: { A: { Type: Strin } }\nResources: { G: ${GROUP} }`,
      "Unrecognized parameter type: Strin",
    ],
    [
      "an output without value",
      `Resources: { G: ${GROUP} }\nOutputs: { A: { Description: x } }`,
      "Every Outputs member must contain a Value object",
    ],
    [
      "resources in a list",
      "Resources: [ { Type: AWS::Logs::LogGroup } ]",
      'is no CloudFormation template: expected an object with the member "Resources".',
    ],
    [
      "a tag that nobody knows",
      "Resources: { G: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: !Name a } } }",
      "is not valid YAML: Unresolved tag: !Name at line 1, column 74:",
    ],
    [
      "tabs",
      "Resources:\n\tG: {}",
      "is not valid YAML: Tabs are not allowed as indentation at line 2, column 1:",
    ],
    [
      "several documents",
      `Resources: { G: ${GROUP} }\n---\na: b`,
      "is not valid YAML: Source contains multiple documents at line 2, column 1:",
    ],
    [
      "comments of another language",
      `{ // a comment\n "Resources": { "G": { "Type": "AWS::Logs::LogGroup" } } }`,
      "is not valid JSON:",
    ],
  ])("%s", (_what, text, problem) => {
    expect(() => parseTemplate(text, "t.yaml")).toThrow(problem);
  });
});

test.each([
  ["a byte order mark", `\uFEFFResources: { G: ${GROUP} }`],
  ["line ends of Windows", `Resources:\r\n  G: ${GROUP}\r\n`],
  ["trailing commas", `Resources: { G: ${GROUP}, }`],
  ["comments of YAML in braces", `{\n # a comment\n "Resources": { "G": ${GROUP} },\n}`],
  ["aliases", `Metadata: { Base: &base { Type: AWS::Logs::LogGroup } }\nResources: { G: *base }`],
])("%s may be", (_what, text) => {
  const { Resources } = parseTemplate(text, "t.yaml");

  expect(Resources).toEqual({ G: { Type: "AWS::Logs::LogGroup" } });
});

describe("a stack is refused for", () => {
  test.each([
    [
      "a condition that is not there",
      `Resources: { G: { Type: AWS::Logs::LogGroup, Condition: No } }`,
      "Unresolved condition dependency No in the Resources block of the template",
    ],
    [
      "conditions in a circle",
      `Conditions: { A: !Condition B, B: !Not [!Condition A] }\nResources: { G: ${GROUP} }`,
      "Circular dependencies in conditions: A → B → A",
    ],
    [
      "too many resources",
      JSON.stringify({
        Resources: Object.fromEntries(
          Array.from({ length: 501 }, (_, index) => [`G${index}`, { Type: "AWS::Logs::LogGroup" }]),
        ),
      }),
      "Number of resources, 501, is greater than maximum allowed, 500",
    ],
  ])("%s", async (_what, text, problem) => {
    await using local = new TemplateCloud();

    await expect(local.deploy(text)).rejects.toThrow(problem);
  });
});
