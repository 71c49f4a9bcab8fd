import type { DatabaseInput, TableInput } from "@aws-sdk/client-glue";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { StoredMap } from "../../kernel/storage/stored-map.ts";

export interface Table {
  readonly database: string;
  readonly created: number;
  readonly updated: number;
  readonly input: TableInput;
}

export interface Database {
  readonly created: number;
  readonly input: DatabaseInput;
}

/** Databases and tables of one cloud, by their names in small letters, as Glue keeps them. */
export class Catalog {
  readonly #cloud: Cloud;
  readonly #databases: StoredMap<Database>;
  readonly #tables: StoredMap<Table>;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#databases = new StoredMap(cloud.storage.collection<Database>("glue-databases"));
    this.#tables = new StoredMap(cloud.storage.collection<Table>("glue-tables"));
  }

  createDatabase(input: DatabaseInput): void {
    const name = input.Name!.toLowerCase();
    if (this.#databases.has(name))
      throw new ServiceError("AlreadyExistsException", "Database already exists.");
    this.#databases.set(name, { created: this.#cloud.clock.now(), input: { ...input, Name: name } });
  }

  databaseNames(): string[] {
    return [...this.#databases.keys()];
  }

  /** @throws ServiceError `EntityNotFoundException` */
  database(name: string): Database {
    const database = this.#databases.get(name.toLowerCase());
    if (database !== undefined) return database;
    throw new ServiceError("EntityNotFoundException", `Database ${name.toLowerCase()} not found.`);
  }

  deleteDatabase(name: string): void {
    this.database(name);
    for (const table of this.tables(name)) this.deleteTable(name, table.input.Name!);
    this.#databases.delete(name.toLowerCase());
  }

  createTable(database: string, input: TableInput): void {
    this.database(database);
    const id = idOf(database, input.Name!);
    if (this.#tables.has(id)) throw new ServiceError("AlreadyExistsException", "Table already exists.");
    const now = this.#cloud.clock.now();
    this.#tables.set(id, {
      database: database.toLowerCase(),
      created: now,
      updated: now,
      input: inSmallLetters(input),
    });
  }

  updateTable(database: string, input: TableInput): void {
    const table = this.table(database, input.Name!);
    this.#tables.set(idOf(database, input.Name!), {
      ...table,
      updated: this.#cloud.clock.now(),
      input: inSmallLetters(input),
    });
  }

  /** @throws ServiceError `EntityNotFoundException` */
  table(database: string, name: string): Table {
    this.database(database);
    const table = this.#tables.get(idOf(database, name));
    if (table !== undefined) return table;
    throw new ServiceError("EntityNotFoundException", "Entity Not Found");
  }

  tables(database: string): Table[] {
    this.database(database);
    return [...this.#tables.values()].filter((table) => table.database === database.toLowerCase());
  }

  deleteTable(database: string, name: string): void {
    this.table(database, name);
    this.#tables.delete(idOf(database, name));
  }
}

const idOf = (database: string, name: string): string => `${database}.${name}`.toLowerCase();

function inSmallLetters(input: TableInput): TableInput {
  return { ...input, Name: input.Name!.toLowerCase() };
}

/** A table as the API describes it. */
export function describeTable({ database, created, updated, input }: Table, accountId: string): object {
  return {
    ...input,
    DatabaseName: database,
    CreateTime: created / 1_000,
    UpdateTime: updated / 1_000,
    CatalogId: accountId,
  };
}

/** Opens the catalog of a cloud. */
export function openCatalog(cloud: Cloud): Catalog {
  return new Catalog(cloud);
}
