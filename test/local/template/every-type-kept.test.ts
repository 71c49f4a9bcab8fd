import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SqliteStorage } from "../../../local/kernel/storage/sqlite-storage.ts";
import { ResourceTypes } from "../../../local/template/resource-types.ts";
import { idsOf, TemplateCloud } from "./deployed.ts";
import { answerCustomResources, EVERY_TYPE, everyTypeTemplate } from "./every-type.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "every-type-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CHILD = {
  Parameters: { Value: { Type: "String" } },
  Resources: {
    Parameter: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: { Ref: "Value" } } },
  },
};

async function start(): Promise<TemplateCloud> {
  const local = new TemplateCloud({ storage: new SqliteStorage(join(folder, "data")) });
  answerCustomResources(local.cloud);
  await local.cloud.start();
  return local;
}

/** Deploys the stack, and tells what was done to what. */
async function deploy(local: TemplateCloud, changed: boolean): Promise<Record<string, string[]>> {
  const done: Record<string, string[]> = {};
  await local.deploy(everyTypeTemplate(changed), {
    skipUnknown: true,
    standInForAbsent: true,
    onEvent: ({ stackName, logicalId, change, problem }) => {
      if (stackName !== "shop") return;
      done[change] ??= [];
      done[change].push(problem === undefined ? logicalId : `${logicalId}: ${problem}`);
    },
  });
  return done;
}

/** What the storage has, by collection and key, but for what was measured. */
function kept(): string[] {
  const database = new DatabaseSync(join(folder, "data", "cloud.sqlite"), { readOnly: true });
  const rows = database.prepare("SELECT collection, key FROM documents WHERE collection <> 'metrics'").all();
  database.close();
  return rows.map(({ collection, key }) => `${collection} ${key}`).sort();
}

test("there is a resource of every type", async () => {
  await using local = new TemplateCloud();

  const types = await new ResourceTypes(local.cloud).names();

  const there = new Set(Object.values(EVERY_TYPE).map(({ Type }) => Type));
  expect(types.filter((type) => !there.has(type))).toEqual([]);
});

test("every type is found again after a restart, changes and goes, with nothing made twice or left", async () => {
  // Prepare
  const first = await start();
  await first.call("s3", "CreateBucket", { Bucket: "templates" });
  const Body = Buffer.from(JSON.stringify(CHILD));
  await first.call("s3", "PutObject", { Bucket: "templates", Key: "child.json", Body });
  await first[Symbol.asyncDispose]();
  const before = kept();

  // Act
  const second = await start();
  expect(Object.keys(await deploy(second, false))).toEqual(["create"]);
  const ids = idsOf(second.deployment.stacks[0]!);
  await second[Symbol.asyncDispose]();
  const made = kept();

  const third = await start();
  const again = await deploy(third, false);
  expect(idsOf(third.deployment.stacks[0]!)).toEqual(ids);
  await third[Symbol.asyncDispose]();
  const unchanged = kept();

  const fourth = await start();
  const changed = await deploy(fourth, true);
  await fourth[Symbol.asyncDispose]();
  const fifth = await start();
  const back = await deploy(fifth, false);
  await fifth[Symbol.asyncDispose]();
  const sixth = await start();
  await sixth.deployment.destroy("shop");
  await sixth[Symbol.asyncDispose]();

  // Assess
  expect(again["create"] ?? again["replace"]).toBeUndefined();
  expect(unchanged).toEqual(made);
  for (const done of [changed, back]) {
    expect(done["create"] ?? done["delete"] ?? done["leave"]).toBeUndefined();
    const touched = new Set([...done["update"]!, ...done["replace"]!]);
    const expected = Object.entries(EVERY_TYPE).filter(([, one]) => one.changed !== undefined);
    expect(expected.filter(([id]) => !touched.has(id))).toEqual([]);
  }
  expect(kept()).toEqual(before);
});
