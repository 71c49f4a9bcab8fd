import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LocalCloud } from "../../../local/index.ts";

let folder: string;
let cloud: LocalCloud;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "assets-"));
  writeFileSync(join(folder, "stack.yaml"), TEMPLATE);
  mkdirSync(join(folder, "code/src"), { recursive: true });
  writeFileSync(join(folder, "code/src/app.js"), "exports.api = { run: async () => 'real' };");
  cloud = await LocalCloud.start({ clock: "stepped", googlePort: false });
});
afterEach(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true });
});

const TEMPLATE = `
Resources:
  Uploaded:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: uploaded
      Runtime: nodejs22.x
      Handler: src/app.api.run
      Role: arn:aws:iam::123456789012:role/any
      Code: { S3Bucket: releases, S3Key: shop/1.0.zip }
      Layers: ["arn:aws:lambda:us-east-1:017000801446:layer:Insights:14"]
  Image:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: image
      PackageType: Image
      Role: arn:aws:iam::123456789012:role/any
      Code: { ImageUri: 123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:1 }
`;

async function invoke(FunctionName: string): Promise<unknown> {
  const lambda = new LambdaClient({
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
  return JSON.parse(Buffer.from(Payload!).toString());
}

test("a function whose code is in a bucket runs the asset that is given for it", async () => {
  await cloud.deploy(join(folder, "stack.yaml"), { assets: { "shop/1.0.zip": join(folder, "code") } });

  expect(await invoke("uploaded")).toBe("real");
  expect(cloud.stacks[0]!.resources.map(({ placeholder }) => placeholder)).toEqual([
    undefined,
    expect.stringContaining("container image"),
  ]);
});

test("code that the cloud does not have is stood for by a function that says so", async () => {
  await cloud.deploy(join(folder, "stack.yaml"));

  const missing =
    "Its code is s3://releases/shop/1.0.zip, which the local cloud does not have: give it with --asset shop/1.0.zip=PATH.";
  expect(await invoke("uploaded")).toMatchObject({ errorMessage: missing });
  expect(await invoke("image")).toMatchObject({ errorMessage: expect.stringContaining("container image") });
  expect(cloud.stacks[0]!.resources[0]).toMatchObject({ logicalId: "Uploaded", placeholder: missing });
});

test("an asset that is not there is refused before anything is made", async () => {
  const deploy = cloud.deploy(join(folder, "stack.yaml"), { assets: { "shop/1.0.zip": "/nowhere.zip" } });

  await expect(deploy).rejects.toThrow(
    'The asset "shop/1.0.zip" is to be /nowhere.zip, which does not exist.',
  );
  expect(cloud.stacks).toEqual([]);
});
