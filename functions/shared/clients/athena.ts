/** What the functions call of Athena. Imported when it is needed; named here, so that a bundle has no more of it. */
export {
  AthenaClient,
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from "@aws-sdk/client-athena";
