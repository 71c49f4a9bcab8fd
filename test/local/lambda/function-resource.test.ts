import { expect, test } from "vitest";
import { TemplateCloud } from "../template/deployed.ts";

const templateOf = (tags: string) => `
Resources:
  Worker:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: worker
      Runtime: nodejs24.x
      Handler: index.handler
      Role: arn:aws:iam::123456789012:role/worker
      Code: { ZipFile: "exports.handler = async () => 1" }
      Tags: ${tags}
`;

test("tags of a template's function are the function's, and follow the template", async () => {
  await using local = new TemplateCloud();
  const shown = () => local.call("lambda", "GetFunction", { FunctionName: "worker" });

  await local.deploy(templateOf("[{ Key: team, Value: shop }, { Key: stage, Value: dev }]"));
  const first = await shown();
  await local.deploy(templateOf("[{ Key: team, Value: orders }]"));
  const second = await shown();

  expect(first["Tags"]).toEqual({ team: "shop", stage: "dev" });
  expect(second["Tags"]).toEqual({ team: "orders" });
});
