import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { Collection, Journal, Storage } from "./storage.ts";

const NOTICE_FILE = "README.txt";
const NOTICE =
  "This folder is the data of a cumulog local cloud: log events, secrets, parameters and code of functions.\nOnly its owner may read it. Delete it to forget everything.\n";
const OWN_FILES = /^(README\.txt|cloud\.sqlite(-\w+)?|functions|layers|code)$/;

/** Changed whenever an older file could not be read by this code. */
const SCHEMA_VERSION = 1;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS documents (
    collection TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (collection, key)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, owner TEXT NOT NULL, newest INTEGER NOT NULL,
    value TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS journal_owner ON journal (name, owner, newest);
`;

/** The directory of a local cloud is in use by another process, or was written by another version. */
export class StorageOpenError extends Error {
  override readonly name = "StorageOpenError";
}

/**
 * A directory with one SQLite file in write-ahead mode. A write is in the operating system's hands when its call
 * returns, so killing the process loses nothing; a transaction that a kill interrupts is rolled back at the next open.
 */
export class SqliteStorage implements Storage {
  readonly durable = true;
  readonly directory: string;
  readonly #database: DatabaseSync;
  #depth = 0;

  /** @throws StorageOpenError when another cloud has the directory open or the file is not a cloud's */
  constructor(directory: string) {
    this.directory = resolve(directory);
    const file = join(directory, "cloud.sqlite");
    let database: DatabaseSync | undefined;
    try {
      keepPrivate(directory, file);
      database = new (process.getBuiltinModule("node:sqlite").DatabaseSync)(file);
      database.exec(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
      );
      const version = Number(Object.values(database.prepare("PRAGMA user_version").get() ?? {})[0]);
      if (version !== 0 && version !== SCHEMA_VERSION)
        throw new Error(`it has version ${version}, this cumulog reads version ${SCHEMA_VERSION}`);
      database.exec(`BEGIN IMMEDIATE; ${SCHEMA} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
    } catch (cause) {
      database?.close();
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new StorageOpenError(
        `Cannot open ${file}: ${reason}. Is another local cloud using this directory?`,
        { cause },
      );
    }
    this.#database = database;
  }

  collection<Value>(name: string): Collection<Value> {
    const select = this.#database.prepare("SELECT key, value FROM documents WHERE collection = ?");
    const upsert = this.#database.prepare(
      "INSERT INTO documents (collection, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
    );
    const remove = this.#database.prepare("DELETE FROM documents WHERE collection = ? AND key = ?");
    return {
      *entries() {
        for (const row of select.all(name)) yield [String(row["key"]), JSON.parse(String(row["value"]))];
      },
      set: (key, value) => void upsert.run(name, key, JSON.stringify(value)),
      delete: (key) => void remove.run(name, key),
    };
  }

  journal<Row>(name: string): Journal<Row> {
    const database = this.#database;
    const select = database.prepare(
      "SELECT id, value FROM journal WHERE name = ? AND id > ? ORDER BY id LIMIT 256",
    );
    const insert = database.prepare("INSERT INTO journal (name, owner, newest, value) VALUES (?, ?, ?, ?)");
    const remove = database.prepare("DELETE FROM journal WHERE id = ?");
    const removeOwner = database.prepare("DELETE FROM journal WHERE name = ? AND owner = ?");
    const removeOlder = database.prepare("DELETE FROM journal WHERE name = ? AND owner = ? AND newest < ?");
    return {
      *rows() {
        let last = 0;
        for (let page = select.all(name, last); page.length > 0; page = select.all(name, last)) {
          for (const row of page) {
            last = Number(row["id"]);
            yield { id: last, row: JSON.parse(String(row["value"])) };
          }
        }
      },
      append: (row, owner, newest) =>
        Number(insert.run(name, owner, newest, JSON.stringify(row)).lastInsertRowid),
      delete: (id) => void remove.run(id),
      deleteOwner: (owner) => void removeOwner.run(name, owner),
      deleteOlder: (owner, time) => void removeOlder.run(name, owner, time),
    };
  }

  transaction<Result>(work: () => Result): Result {
    if (this.#depth > 0) return work();
    this.#database.exec("BEGIN IMMEDIATE");
    this.#depth += 1;
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  close(): void {
    this.#database.close();
  }
}

/**
 * Makes the folder and the file its owner's alone: they hold logs, secrets and parameters. SQLite gives its further files
 * the permissions of the first.
 */
function keepPrivate(directory: string, file: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const owner = statSync(directory).uid;
  const self = process.getuid?.();
  if (self !== undefined && owner !== self)
    throw new Error(`it belongs to the user with the id ${owner}, this process runs as ${self}`);
  const content = readdirSync(directory);
  // A folder that holds other things is somebody's own; its permissions are theirs to set.
  if (content.every((name) => OWN_FILES.test(name))) chmodSync(directory, 0o700);
  if (!content.includes(NOTICE_FILE)) writeFileSync(join(directory, NOTICE_FILE), NOTICE, { mode: 0o600 });
  closeSync(openSync(file, "a", 0o600));
  chmodSync(file, 0o600);
}
