import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { LakeError } from "../lake-error.ts";

export type { DuckDBConnection } from "@duckdb/node-api";

export interface EngineOptions {
  /** @default one for each processor */
  readonly threads?: number;
  /** @default 400MB */
  readonly memory?: string;
  /** Where what does not fit into memory goes. */
  readonly temporaryDirectory?: string;
}

/** DuckDB is not installed. */
export class EngineMissingError extends LakeError {
  override readonly name = "EngineMissingError";
}

/** DuckDB in memory, without the network: no extension is looked for elsewhere. */
export class Engine {
  readonly #instance: DuckDBInstance;
  readonly sdk: typeof import("@duckdb/node-api");

  private constructor(instance: DuckDBInstance, sdk: typeof import("@duckdb/node-api")) {
    this.#instance = instance;
    this.sdk = sdk;
  }

  /** @throws EngineMissingError when the package @duckdb/node-api is not there */
  static async open({ threads, memory, temporaryDirectory }: EngineOptions = {}): Promise<Engine> {
    const sdk = await load();
    const instance = await sdk.DuckDBInstance.create(":memory:", {
      ...(threads !== undefined && { threads: String(threads) }),
      memory_limit: memory ?? "400MB",
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      ...(temporaryDirectory !== undefined && { temp_directory: temporaryDirectory }),
    });
    return new Engine(instance, sdk);
  }

  /** A connection whose times are UTC. */
  async connect(): Promise<DuckDBConnection> {
    const connection = await this.#instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    return connection;
  }

  close(): void {
    this.#instance.closeSync();
  }
}

async function load(): Promise<typeof import("@duckdb/node-api")> {
  try {
    return await import("@duckdb/node-api");
  } catch (cause) {
    throw new EngineMissingError("The lake needs DuckDB: npm install @duckdb/node-api", { cause });
  }
}

/** A text as a literal of SQL. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as an identifier of SQL. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
