import { modelOf } from "../../kernel/model.ts";
import type { Service } from "../../kernel/service.ts";
import model from "./model.json" with { type: "json" };
import { createDatabase } from "./operations/create-database.ts";
import { createTable } from "./operations/create-table.ts";
import { deleteDatabase } from "./operations/delete-database.ts";
import { deleteTable } from "./operations/delete-table.ts";
import { getDatabase } from "./operations/get-database.ts";
import { getTable } from "./operations/get-table.ts";
import { getTables } from "./operations/get-tables.ts";
import { updateTable } from "./operations/update-table.ts";
import { GLUE_RESOURCES } from "./resources.ts";
import { type Catalog, openCatalog } from "./state.ts";

/** Glue: the catalog of databases and tables. */
export const service: Service<Catalog> = {
  name: "glue",
  signedAs: "glue",
  model: modelOf(model),
  state: openCatalog,
  operations: {
    CreateDatabase: createDatabase,
    CreateTable: createTable,
    DeleteDatabase: deleteDatabase,
    DeleteTable: deleteTable,
    GetDatabase: getDatabase,
    GetTable: getTable,
    GetTables: getTables,
    UpdateTable: updateTable,
  },
  resources: GLUE_RESOURCES,
};
