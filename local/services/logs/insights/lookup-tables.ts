import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import { type LookupTable, parseLookupTable, utf8Length } from "cumulog/semantics";
import { arnOf } from "#kernel/arn.ts";
import type { Cloud } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { StoredMap } from "#kernel/storage/stored-map.ts";
import { invalidParameter } from "../errors.ts";
import { page } from "../pages.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Lookup.html */
const MAX_TABLES = 100;
const MAX_BYTES = 10 * 1024 * 1024;

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
  readonly #cloud: Cloud;
  readonly #rows: QueryRows;
  readonly #records: StoredMap<TableRecord>;
  readonly #parsed = new Map<string, { readonly body: string; readonly table: LookupTable }>();

  constructor(cloud: Cloud, rows: QueryRows) {
    this.#cloud = cloud;
    this.#rows = rows;
    this.#records = new StoredMap<TableRecord>(cloud.storage.collection("logs.lookup-tables"));
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

  create(input: Input<Logs.CreateLookupTableRequest>): object {
    const name = input.lookupTableName;
    if (this.#records.has(name))
      throw new ServiceError("ResourceAlreadyExistsException", `The lookup table ${name} already exists.`);
    if ([...this.#records.values()].length >= MAX_TABLES)
      throw new ServiceError("LimitExceededException", `There are ${MAX_TABLES} lookup tables already.`);
    const { region, accountId } = this.#cloud;
    const record = this.#save(arnOf({ region, accountId }, "logs", `lookup-table:${name}`), name, input);
    return { lookupTableArn: record.lookupTableArn, createdAt: record.lastUpdatedTime };
  }

  update(input: Input<Logs.UpdateLookupTableRequest>): object {
    const before = this.#get(input.lookupTableArn);
    const { description } = before;
    const record = this.#save(before.lookupTableArn, before.lookupTableName, {
      ...(description !== undefined && { description }),
      ...input,
    });
    return { lookupTableArn: record.lookupTableArn, lastUpdatedTime: record.lastUpdatedTime };
  }

  /** Makes a table, or puts another content into it. */
  replace(name: string, content: { readonly tableBody: string; readonly description?: string }): void {
    const { region, accountId } = this.#cloud;
    this.#save(arnOf({ region, accountId }, "logs", `lookup-table:${name}`), name, content);
  }

  get(input: Input<Logs.GetLookupTableRequest>): object {
    const record = this.#get(input.lookupTableArn);
    return { ...record, sizeBytes: utf8Length(record.tableBody) };
  }

  describe(input: Input<Logs.DescribeLookupTablesRequest>): object {
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
  }

  delete(input: Input<Logs.DeleteLookupTableRequest>): object {
    this.#records.delete(this.#get(input.lookupTableArn).lookupTableName);
    return {};
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
    { tableBody, queryId, description, kmsKeyId }: Partial<Input<Logs.CreateLookupTableRequest>>,
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
      lastUpdatedTime: this.#cloud.clock.now(),
    };
    this.#records.set(lookupTableName, record);
    return record;
  }
}

/** Rows of a query as CSV, without `@ptr`. */
export function csvOf(rows: ReturnType<QueryRows>): string {
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
