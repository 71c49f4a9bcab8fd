import { type Properties, type ResourceType, unlessExists, unlessGone } from "../../kernel/resource-type.ts";

const database: ResourceType = {
  async create(properties, { call }) {
    const DatabaseInput = properties["DatabaseInput"] as { Name: string };
    await unlessExists(call("glue", "CreateDatabase", { DatabaseInput }), "AlreadyExistsException");
    return { id: DatabaseInput.Name, attributes: {} };
  },
  async update(_properties, existing) {
    return existing;
  },
  replaces: (properties, former) => nameOf(properties, "DatabaseInput") !== nameOf(former, "DatabaseInput"),
  delete: (existing, { call }) => unlessGone(call("glue", "DeleteDatabase", { Name: existing.id })),
};

const nameOf = (properties: Properties, member: string): string =>
  String((properties[member] as { Name?: string } | undefined)?.Name);

const table: ResourceType = {
  async create(properties, { call }) {
    const input = tableOf(properties);
    if (!(await unlessExists(call("glue", "CreateTable", input), "AlreadyExistsException")))
      await call("glue", "UpdateTable", input);
    return { id: input.TableInput.Name, attributes: { DatabaseName: input.DatabaseName } };
  },
  async update(properties, existing, { call }) {
    await call("glue", "UpdateTable", tableOf(properties));
    return existing;
  },
  replaces: (properties, former) =>
    nameOf(properties, "TableInput") !== nameOf(former, "TableInput") ||
    properties["DatabaseName"] !== former["DatabaseName"],
  delete: (existing, { call }, properties) =>
    unlessGone(
      call("glue", "DeleteTable", { DatabaseName: String(properties["DatabaseName"]), Name: existing.id }),
    ),
};

/** Templates may leave out what the API wants to be there. */
function tableOf(properties: Properties) {
  return {
    DatabaseName: String(properties["DatabaseName"]),
    TableInput: properties["TableInput"] as { readonly Name: string },
  };
}

export const GLUE_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::Glue::Database": database,
  "AWS::Glue::Table": table,
};
