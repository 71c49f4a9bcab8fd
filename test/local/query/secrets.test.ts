import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { startTestServer } from "./test-server.ts";

test("a secret is updated with its description, key and tags, and keeps its former version", async () => {
  await using server = await startTestServer();
  const client = new SecretsManagerClient(server.client);
  const SecretId = "shop";
  const Tags = [{ Key: "team", Value: "shop" }];
  await client.send(new CreateSecretCommand({ Name: SecretId, SecretString: "one", Tags }));

  const update = { SecretId, SecretString: "two", Description: "of the shop", KmsKeyId: "alias/shop" };
  await client.send(new UpdateSecretCommand(update));
  await client.send(new TagResourceCommand({ SecretId, Tags: [{ Key: "stage", Value: "dev" }] }));
  await client.send(new UntagResourceCommand({ SecretId, TagKeys: ["team"] }));

  const value = (VersionStage: string) => client.send(new GetSecretValueCommand({ SecretId, VersionStage }));
  expect((await value("AWSCURRENT")).SecretString).toBe("two");
  expect((await value("AWSPREVIOUS")).SecretString).toBe("one");
  expect(await client.send(new DescribeSecretCommand({ SecretId }))).toMatchObject({
    Description: "of the shop",
    KmsKeyId: "alias/shop",
    Tags: [{ Key: "stage", Value: "dev" }],
  });
});

test("a secret that is marked for deletion takes no update", async () => {
  await using server = await startTestServer();
  const client = new SecretsManagerClient(server.client);
  await client.send(new CreateSecretCommand({ Name: "shop", SecretString: "one" }));
  await client.send(new DeleteSecretCommand({ SecretId: "shop" }));

  const update = client.send(new UpdateSecretCommand({ SecretId: "shop", SecretString: "two" }));

  await expect(update).rejects.toMatchObject({ name: "InvalidRequestException" });
});

test("a secret is not removed by what deleted another one of its name, or by a deletion that was undone", async () => {
  await using server = await startTestServer();
  const client = new SecretsManagerClient(server.client);
  const create = (Name: string) => client.send(new CreateSecretCommand({ Name, SecretString: "one" }));
  const mark = (SecretId: string) =>
    client.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }));
  for (const name of ["made-anew", "restored"]) {
    await create(name);
    await mark(name);
  }

  await client.send(new DeleteSecretCommand({ SecretId: "made-anew", ForceDeleteWithoutRecovery: true }));
  await create("made-anew");
  await client.send(new RestoreSecretCommand({ SecretId: "restored" }));
  await server.cloud.clock.advance("1d");
  await mark("restored");
  await server.cloud.clock.advance("6d");
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: "made-anew" }));
  const restored = await client.send(new DescribeSecretCommand({ SecretId: "restored" }));
  await server.cloud.clock.advance("1d");

  expect(SecretString).toBe("one");
  expect(restored.DeletedDate).toBeDefined();
  await expect(client.send(new DescribeSecretCommand({ SecretId: "restored" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});
