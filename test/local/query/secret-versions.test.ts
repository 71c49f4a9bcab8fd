import { expect, test } from "vitest";
import { Cloud } from "../../../local/kernel/cloud.ts";
import { service } from "../../../local/services/secrets-manager/service.ts";

type Answer = Record<string, unknown>;

function secretsCloud() {
  const cloud = new Cloud({ clock: { speed: 0, start: Date.UTC(2026, 0, 5) } });
  cloud.add(service);
  return {
    [Symbol.asyncDispose]: () => cloud.close(),
    call: (operation: string, input: object = {}) => cloud.call<Answer>("secretsmanager", operation, input),
  };
}

const token = (n: number) => String(n).padStart(32, "0");

test("secrets are listed by what filters ask for, page by page, without those that are to be deleted", async () => {
  await using secrets = secretsCloud();
  await secrets.call("CreateSecret", { Name: "shop/db", SecretString: "a", Description: "Of the shop" });
  await secrets.call("CreateSecret", {
    Name: "shop/api",
    SecretString: "b",
    Tags: [{ Key: "team", Value: "shop" }],
  });
  await secrets.call("CreateSecret", { Name: "old", SecretString: "c" });
  await secrets.call("DeleteSecret", { SecretId: "old" });
  const names = async (input: object) => {
    const { SecretList } = await secrets.call("ListSecrets", input);
    return (SecretList as { Name: string }[]).map(({ Name }) => Name);
  };
  const by = (Key: string, ...Values: string[]) => ({ Filters: [{ Key, Values }] });

  const first = await secrets.call("ListSecrets", { MaxResults: 1 });

  expect(await names({})).toEqual(["shop/db", "shop/api"]);
  expect(await names({ IncludePlannedDeletion: true, SortOrder: "desc" })).toEqual([
    "old",
    "shop/api",
    "shop/db",
  ]);
  expect(await names(by("name", "shop/d", "none"))).toEqual(["shop/db"]);
  expect(await names(by("name", "!shop/d"))).toEqual(["shop/api"]);
  expect(await names(by("description", "of THE"))).toEqual(["shop/db"]);
  expect(await names(by("tag-key", "TEAM"))).toEqual([]);
  expect(await names(by("tag-value", "sh"))).toEqual(["shop/api"]);
  expect(await names(by("all", "TEAM"))).toEqual(["shop/api"]);
  expect(await names({ NextToken: first["NextToken"] })).toEqual(["shop/api"]);
});

test("versions have the stages they are put with, which move, and a token stands for one value", async () => {
  await using secrets = secretsCloud();
  const put = (n: number, SecretString: string, ...VersionStages: string[]) =>
    secrets.call("PutSecretValue", {
      SecretId: "db",
      SecretString,
      ClientRequestToken: token(n),
      ...(VersionStages.length > 0 && { VersionStages }),
    });
  await secrets.call("CreateSecret", { Name: "db", SecretString: "one", ClientRequestToken: token(1) });

  await put(2, "two", "AWSPENDING");
  await put(2, "two", "AWSPENDING");
  await expect(put(2, "other")).rejects.toMatchObject({
    code: "ResourceExistsException",
    message: expect.stringMatching(
      /^You can't use ClientRequestToken 0+2 because that value is already in use/,
    ),
  });
  await secrets.call("UpdateSecretVersionStage", {
    SecretId: "db",
    VersionStage: "AWSCURRENT",
    MoveToVersionId: token(2),
    RemoveFromVersionId: token(1),
  });

  expect(await secrets.call("GetSecretValue", { SecretId: "db" })).toMatchObject({ SecretString: "two" });
  expect((await secrets.call("DescribeSecret", { SecretId: "db" }))["VersionIdsToStages"]).toEqual({
    [token(1)]: ["AWSPREVIOUS"],
    [token(2)]: ["AWSPENDING", "AWSCURRENT"],
  });
  const { Versions } = await secrets.call("ListSecretVersionIds", { SecretId: "db" });
  expect(Versions).toMatchObject([{ VersionId: token(1) }, { VersionId: token(2) }]);
});

test("secrets have policies, are read together, and are deleted by force though they are not there", async () => {
  await using secrets = secretsCloud();
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  await secrets.call("CreateSecret", { Name: "db", SecretString: "one" });

  await secrets.call("PutResourcePolicy", { SecretId: "db", ResourcePolicy: policy });
  expect(await secrets.call("GetResourcePolicy", { SecretId: "db" })).toMatchObject({
    ResourcePolicy: policy,
  });
  await secrets.call("DeleteResourcePolicy", { SecretId: "db" });
  expect(await secrets.call("GetResourcePolicy", { SecretId: "db" })).not.toHaveProperty("ResourcePolicy");

  expect(await secrets.call("BatchGetSecretValue", { SecretIdList: ["db", "none"] })).toMatchObject({
    SecretValues: [{ Name: "db", SecretString: "one" }],
    Errors: [{ SecretId: "none", ErrorCode: "ResourceNotFoundException" }],
  });
  const gone = { SecretId: "none", ForceDeleteWithoutRecovery: true };
  expect(await secrets.call("DeleteSecret", gone)).toMatchObject({ Name: "none" });
});

test("a random password has what it is asked for", async () => {
  await using secrets = secretsCloud();
  const password = async (input: object) =>
    String((await secrets.call("GetRandomPassword", input))["RandomPassword"]);

  expect(await password({})).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^\w]|.*_).{32}$/);
  const digits = {
    PasswordLength: 4,
    ExcludeLowercase: true,
    ExcludeUppercase: true,
    ExcludePunctuation: true,
  };
  expect(await password({ ...digits, ExcludeCharacters: "012345678" })).toBe("9999");
  await expect(password({ PasswordLength: 3 })).rejects.toMatchObject({ code: "InvalidParameterException" });
});
