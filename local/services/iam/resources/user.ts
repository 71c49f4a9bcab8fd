import {
  changes,
  type Properties,
  pick,
  type ResourceContext,
  type ResourceType,
  unlessGone,
} from "#kernel/resource-type.ts";
import { principalType } from "./principal-type.ts";

async function joinGroups(UserName: string, properties: Properties, { call }: ResourceContext) {
  for (const GroupName of (properties["Groups"] ?? []) as string[])
    await call("iam", "AddUserToGroup", { GroupName, UserName });
}

export const user = principalType(
  "User",
  (properties) => pick(properties, "Path", "PermissionsBoundary", "Tags"),
  joinGroups,
  async (UserName, { call }) => {
    const { Groups } = await call<{ Groups: { GroupName: string }[] }>("iam", "ListGroupsForUser", {
      UserName,
    });
    for (const { GroupName } of Groups) await call("iam", "RemoveUserFromGroup", { GroupName, UserName });
    const { AccessKeyMetadata } = await call<{ AccessKeyMetadata: { AccessKeyId: string }[] }>(
      "iam",
      "ListAccessKeys",
      { UserName },
    );
    for (const { AccessKeyId } of AccessKeyMetadata)
      await call("iam", "DeleteAccessKey", { UserName, AccessKeyId });
  },
);

export const group = principalType("Group", (properties) => pick(properties, "Path"));

const usersOf = ({ Users = [] }: Properties) => Users as string[];

export const userToGroup: ResourceType = {
  async create(properties, { call, generateName }) {
    const { GroupName } = properties;
    for (const UserName of usersOf(properties)) await call("iam", "AddUserToGroup", { GroupName, UserName });
    return { id: generateName(), attributes: {} };
  },
  replaces: changes("GroupName"),
  async update(properties, existing, { call }, former) {
    const { GroupName } = properties;
    const [users, before] = [usersOf(properties), usersOf(former)];
    for (const UserName of users) await call("iam", "AddUserToGroup", { GroupName, UserName });
    for (const UserName of before.filter((one) => !users.includes(one)))
      await unlessGone(call("iam", "RemoveUserFromGroup", { GroupName, UserName }));
    return existing;
  },
  async delete(_existing, { call }, properties) {
    const { GroupName } = properties;
    for (const UserName of usersOf(properties))
      await unlessGone(call("iam", "RemoveUserFromGroup", { GroupName, UserName }));
  },
};

export const accessKey: ResourceType = {
  async create(properties, { call }) {
    const { AccessKey } = await call<{ AccessKey: { AccessKeyId: string; SecretAccessKey: string } }>(
      "iam",
      "CreateAccessKey",
      pick(properties, "UserName"),
    );
    return { id: AccessKey.AccessKeyId, attributes: { SecretAccessKey: AccessKey.SecretAccessKey } };
  },
  replaces: changes("UserName", "Serial"),
  update: async (_properties, existing) => existing,
  delete: (existing, { call }, properties) =>
    unlessGone(
      call("iam", "DeleteAccessKey", { UserName: properties["UserName"], AccessKeyId: existing.id }),
    ),
};
