import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import { type LookupTable, parseLookupTable, utf8Length } from "cumulog/semantics";
import type { Operations } from "../../../kernel/cloud.ts";
import { checkInput, type Members } from "../../../kernel/input-shape.ts";
import { ServiceError } from "../../../kernel/service-error.ts";
import { invalidParameter } from "../errors.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";
import { INVALID_PARAMETER, NEXT_TOKEN } from "../shapes.ts";
import { StoredMap } from "../stored-map.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Lookup.html */
const MAX_TABLES = 100;
const MAX_BYTES = 10 * 1024 * 1024;

const ARN: Members = { lookupTableArn: { type: "string", minimum: 1, maximum: 2_048, required: true } };
const CREATE: Members = {
  lookupTableName: { type: "string", minimum: 1, maximum: 256, pattern: "[a-zA-Z0-9_]+", required: true },
  description: { type: "string", maximum: 1_024 },
  tableBody: { type: "string", minimum: 1 },
  queryId: { type: "string", maximum: 256 },
  kmsKeyId: { type: "string", maximum: 256 },
};
const UPDATE: Members = {
  ...ARN,
  description: { type: "string", maximum: 1_024 },
  tableBody: { type: "string", minimum: 1 },
  queryId: { type: "string", maximum: 256 },
  kmsKeyId: { type: "string", maximum: 256 },
};
const DESCRIBE: Members = {
  lookupTableNamePrefix: { type: "string", minimum: 1, maximum: 256 },
  maxResults: { type: "integer", minimum: 1, maximum: 100 },
  nextToken: NEXT_TOKEN,
};

interface TableRecord {
  readonly lookupTableArn: string;
  readonly lookupTableName: string;
  readonly description?: string;
  readonly kmsKeyId?: string;
  readonly tableBody: string;
  readonly lastUpdatedTime: number;
}

/** The rows of a query that is done, by its id. */
export type QueryRows = (queryId: string) => readonly (readonly { field: string; value: string }[])[];

/** The lookup tables of an account, which `lookup` reads. */
export class LookupTables {
  readonly #service: LogsService;
  readonly #rows: QueryRows;
  readonly #records: StoredMap<TableRecord>;
  readonly #parsed = new Map<string, { readonly body: string; readonly table: LookupTable }>();

  constructor(service: LogsService, rows: QueryRows) {
    this.#service = service;
    this.#rows = rows;
    this.#records = new StoredMap<TableRecord>(service.store.collection("logs.lookup-tables"));
  }

  find(name: string): LookupTable | undefined {
    const body = this.#records.get(name)?.tableBody;
    if (body === undefined) return undefined;
    const known = this.#parsed.get(name);
    if (known?.body === body) return known.table;
    const table = parseLookupTable(body);
    this.#parsed.set(name, { body, table });
    return table;
  }

  operations(): Operations {
    return {
      CreateLookupTable: (input: Logs.CreateLookupTableRequest) => {
        checkInput(input, CREATE, INVALID_PARAMETER);
        const name = input.lookupTableName!;
        if (this.#records.has(name))
          throw new ServiceError(
            "ResourceAlreadyExistsException",
            `The lookup table ${name} already exists.`,
          );
        if ([...this.#records.values()].length >= MAX_TABLES)
          throw new ServiceError("LimitExceededException", `There are ${MAX_TABLES} lookup tables already.`);
        const { region, accountId } = this.#service.cloud;
        const record = this.#save(`arn:aws:logs:${region}:${accountId}:lookup-table:${name}`, name, input);
        return { lookupTableArn: record.lookupTableArn, createdAt: record.lastUpdatedTime };
      },

      UpdateLookupTable: (input: Logs.UpdateLookupTableRequest) => {
        checkInput(input, UPDATE, INVALID_PARAMETER);
        const before = this.#get(input.lookupTableArn!);
        const { description } = before;
        const record = this.#save(before.lookupTableArn, before.lookupTableName, {
          ...(description !== undefined && { description }),
          ...input,
        });
        return { lookupTableArn: record.lookupTableArn, lastUpdatedTime: record.lastUpdatedTime };
      },

      GetLookupTable: (input: Logs.GetLookupTableRequest) => {
        checkInput(input, ARN, INVALID_PARAMETER);
        const record = this.#get(input.lookupTableArn!);
        return { ...record, sizeBytes: utf8Length(record.tableBody) };
      },

      DescribeLookupTables: (input: Logs.DescribeLookupTablesRequest) => {
        checkInput(input, DESCRIBE, INVALID_PARAMETER);
        const { lookupTableNamePrefix = "", maxResults = 50, nextToken } = input;
        const found = [...this.#records.values()].filter(({ lookupTableName }) =>
          lookupTableName.startsWith(lookupTableNamePrefix),
        );
        const { items, ...rest } = page(found, {
          scope: "DescribeLookupTables",
          keyOf: ({ lookupTableName }) => [lookupTableName],
          limit: maxResults,
          nextToken,
        });
        return { lookupTables: items.map((record) => this.#describe(record)), ...rest };
      },

      DeleteLookupTable: (input: Logs.DeleteLookupTableRequest) => {
        checkInput(input, ARN, INVALID_PARAMETER);
        this.#records.delete(this.#get(input.lookupTableArn!).lookupTableName);
        return {};
      },
    };
  }

  #describe({ tableBody, ...record }: TableRecord): Logs.LookupTable {
    const { columns, rows } = this.find(record.lookupTableName)!;
    return {
      ...record,
      tableFields: [...columns],
      recordsCount: rows.length,
      sizeBytes: utf8Length(tableBody),
    };
  }

  #get(arnOrName: string): TableRecord {
    const record = this.#records.get(/:lookup-table:(.+)$/.exec(arnOrName)?.[1] ?? arnOrName);
    if (record) return record;
    throw new ServiceError("ResourceNotFoundException", "The specified lookup table does not exist.");
  }

  #save(
    lookupTableArn: string,
    lookupTableName: string,
    { tableBody, queryId, description, kmsKeyId }: Partial<Logs.CreateLookupTableRequest>,
  ): TableRecord {
    if ((tableBody === undefined) === (queryId === undefined))
      throw invalidParameter("Exactly one of tableBody and queryId must be specified.");
    const body = tableBody ?? csvOf(this.#rows(queryId!));
    if (utf8Length(body) > MAX_BYTES)
      throw invalidParameter(`A lookup table has at most ${MAX_BYTES} bytes, found ${utf8Length(body)}.`);
    const record: TableRecord = {
      lookupTableArn,
      lookupTableName,
      ...(description !== undefined && { description }),
      ...(kmsKeyId !== undefined && { kmsKeyId }),
      tableBody: body,
      lastUpdatedTime: this.#service.cloud.clock.now(),
    };
    this.#records.set(lookupTableName, record);
    return record;
  }
}

/** Rows of a query as CSV, without `@ptr`. */
function csvOf(rows: ReturnType<QueryRows>): string {
  const columns = [...new Set(rows.flatMap((row) => row.map(({ field }) => field)))].filter(
    (field) => field !== "@ptr",
  );
  const lines = rows.map((row) => {
    const cells = new Map(row.map(({ field, value }) => [field, value]));
    return columns.map((column) => cells.get(column) ?? "");
  });
  return [columns, ...lines].map((cells) => cells.map(quoted).join(",")).join("\n");
}

function quoted(cell: string): string {
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
