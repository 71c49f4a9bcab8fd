import { Aws } from "aws-cdk-lib";
import { CfnTable } from "aws-cdk-lib/aws-glue";
import type { Construct } from "constructs";
import { COLUMN_TYPES, type Contract } from "cumulog/analysis";

interface TableOptions {
  readonly database: string;
  readonly contract: Contract;
}

/** Days before this one are looked for in no query. */
const FIRST_DAY = "2015-01-01";

const columnsOf = ({ columns }: Contract) =>
  columns
    .filter(({ name }) => name !== "day")
    .map(({ name, type, description }) => ({
      name,
      type: COLUMN_TYPES[type].glue,
      comment: description.slice(0, 255),
    }));

/**
 * The table `logs_raw`: the files that Firehose writes. Its partitions are computed from the day, so that none has to be added.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html
 */
export function logsTable(
  scope: Construct,
  { database, contract, location }: TableOptions & { readonly location: string },
): CfnTable {
  return new CfnTable(scope, "Table", {
    catalogId: Aws.ACCOUNT_ID,
    databaseName: database,
    tableInput: {
      name: "logs_raw",
      description: "Events as they were delivered: an event may be there more than once",
      tableType: "EXTERNAL_TABLE",
      partitionKeys: [{ name: "day", type: "string" }],
      parameters: {
        classification: "parquet",
        "projection.enabled": "true",
        "projection.day.type": "date",
        "projection.day.format": "yyyy-MM-dd",
        "projection.day.interval": "1",
        "projection.day.interval.unit": "DAYS",
        "projection.day.range": `${FIRST_DAY},NOW+1DAYS`,
        "storage.location.template": `${location}day=\${day}/`,
      },
      storageDescriptor: {
        location,
        columns: columnsOf(contract),
        inputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
        outputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
        serdeInfo: { serializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe" },
      },
    },
  });
}

/** Types of the view's columns in Trino's words. */
const TRINO: Readonly<Record<string, string>> = { string: "varchar", timestamp: "timestamp(3)" };

/** The view `logs`: one row for each event id. The copies of an event are of one day, so other days need not be read. */
export function logsView(scope: Construct, { database, contract }: TableOptions): CfnTable {
  const names = contract.columns.map(({ name }) => name);
  const sql = `SELECT ${names.join(", ")} FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY day, event_id ORDER BY epoch_ms) AS copy_number FROM ${database}.logs_raw) WHERE copy_number = 1`;
  const columns = contract.columns.map(({ name, type }) => ({ name, type: COLUMN_TYPES[type].glue }));
  const view = JSON.stringify({
    originalSql: sql,
    catalog: "awsdatacatalog",
    schema: database,
    columns: columns.map(({ name, type }) => ({ name, type: TRINO[type] ?? type })),
  });
  return new CfnTable(scope, "View", {
    catalogId: Aws.ACCOUNT_ID,
    databaseName: database,
    tableInput: {
      name: "logs",
      description: "Events, each once",
      tableType: "VIRTUAL_VIEW",
      parameters: { presto_view: "true", comment: "Presto View" },
      viewOriginalText: `/* Presto View: ${Buffer.from(view).toString("base64")} */`,
      viewExpandedText: "/* Presto View */",
      storageDescriptor: { columns, location: "", serdeInfo: {} },
    },
  });
}
