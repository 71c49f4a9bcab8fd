import { changes, type ResourceType, unlessExists, unlessGone } from "../../kernel/resource-type.ts";
import { openAthena } from "./state.ts";

const workGroup: ResourceType = {
  async create(properties, { call }) {
    const Name = String(properties["Name"]);
    const Configuration = properties["WorkGroupConfiguration"];
    await unlessExists(
      call("athena", "CreateWorkGroup", { Name, Configuration, Description: properties["Description"] }),
      "InvalidRequestException",
    );
    return { id: Name, attributes: {} };
  },
  replaces: changes("Name"),
  async update(properties, existing, { cloud }) {
    cloud
      .state(openAthena)
      .putWorkGroup(existing.id, (properties["WorkGroupConfiguration"] ?? {}) as never, undefined);
    return existing;
  },
  delete: (existing, { call }) => unlessGone(call("athena", "DeleteWorkGroup", { WorkGroup: existing.id })),
};

const namedQuery: ResourceType = {
  async create(properties, { call, generateName }) {
    const { NamedQueryId } = await call<{ NamedQueryId: string }>("athena", "CreateNamedQuery", {
      Name: properties["Name"] ?? generateName(128),
      Description: properties["Description"],
      Database: properties["Database"],
      QueryString: properties["QueryString"],
      WorkGroup: properties["WorkGroup"],
    });
    return { id: NamedQueryId, attributes: { NamedQueryId } };
  },
  async delete(existing, { cloud }) {
    cloud.state(openAthena).namedQueries.delete(existing.id);
  },
};

export const ATHENA_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::Athena::WorkGroup": workGroup,
  "AWS::Athena::NamedQuery": namedQuery,
};
