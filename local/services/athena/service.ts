import { modelOf } from "../../kernel/model.ts";
import type { Service } from "../../kernel/service.ts";
import model from "./model.json" with { type: "json" };
import { createNamedQuery } from "./operations/create-named-query.ts";
import { createWorkGroup } from "./operations/create-work-group.ts";
import { deleteNamedQuery } from "./operations/delete-named-query.ts";
import { deleteWorkGroup } from "./operations/delete-work-group.ts";
import { getNamedQuery } from "./operations/get-named-query.ts";
import { getQueryExecution } from "./operations/get-query-execution.ts";
import { getQueryResults } from "./operations/get-query-results.ts";
import { getWorkGroup } from "./operations/get-work-group.ts";
import { listNamedQueries } from "./operations/list-named-queries.ts";
import { startQueryExecution } from "./operations/start-query-execution.ts";
import { stopQueryExecution } from "./operations/stop-query-execution.ts";
import { ATHENA_RESOURCES } from "./resources.ts";
import { type Athena, openAthena } from "./state.ts";

/** Athena: SELECT on the tables of Glue, run by DuckDB. */
export const service: Service<Athena> = {
  name: "athena",
  signedAs: "athena",
  model: modelOf(model),
  state: openAthena,
  operations: {
    CreateNamedQuery: createNamedQuery,
    CreateWorkGroup: createWorkGroup,
    DeleteNamedQuery: deleteNamedQuery,
    DeleteWorkGroup: deleteWorkGroup,
    GetNamedQuery: getNamedQuery,
    GetQueryExecution: getQueryExecution,
    GetQueryResults: getQueryResults,
    GetWorkGroup: getWorkGroup,
    ListNamedQueries: listNamedQueries,
    StartQueryExecution: startQueryExecution,
    StopQueryExecution: stopQueryExecution,
  },
  resources: ATHENA_RESOURCES,
};
