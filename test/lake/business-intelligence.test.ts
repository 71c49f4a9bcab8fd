import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadLake } from "@cumulog/lake";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const PYTHON = process.env["CUMULOG_PYTHON"] ?? "python3";
const DRIVER = "1.4.1.0";
const DRIVERS = join(import.meta.dirname, "../../.cumulog/jdbc");

const has = (command: string, ...parameters: string[]): boolean =>
  spawnSync(command, parameters).status === 0;
const hasPython = (module: string): boolean => has(PYTHON, "-c", `import ${module}`);
const hasJava =
  process.env["CUMULOG_JDBC"] !== undefined && has("java", "-version") && has("mvn", "-version");

let folder: string;
let lake: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cumulog bi "));
  lake = join(folder, "lake");
  const lines = [0, 1, 2, 3].map((hour) =>
    JSON.stringify({
      timestamp: new Date(Date.UTC(2026, 0, 31, 22 + hour)).toISOString(),
      level: hour === 3 ? "ERROR" : "INFO",
      message: `hour ${hour}`,
      durationMs: hour + 0.5,
    }),
  );
  writeFileSync(join(folder, "app.log"), lines.join("\n"));
  await loadLake({ directory: lake, paths: [join(folder, "app.log")] });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function python(script: string): string {
  const { stdout, stderr } = spawnSync(PYTHON, ["-c", script, lake], { encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout;
}

const named = (what: string, isThere: boolean, missing: string): string =>
  isThere ? what : `${what} (skipped: ${missing})`;

describe("tools of business intelligence read a lake", () => {
  const hasArrow = hasPython("pyarrow");
  test.skipIf(!hasArrow)(
    named("with pyarrow, the folder of Parquet files", hasArrow, "no Python with pyarrow"),
    () => {
      const said = python(`
import sys, pyarrow.compute as pc, pyarrow.dataset as ds
logs = ds.dataset(sys.argv[1] + "/logs", format="parquet", partitioning="hive", exclude_invalid_files=False)
rows = logs.to_table(filter=pc.field("day") == "2026-02-01")
print(rows.num_rows, rows.schema.field("event_time").type, pc.sum(rows["duration_ms"]).as_py())`);

      expect(said).toBe("2 timestamp[us] 6.0\n");
    },
  );

  const hasDuckDb = hasPython("duckdb");
  test.skipIf(!hasDuckDb)(
    named("with Python's DuckDB, the file of views", hasDuckDb, "no Python with duckdb"),
    () => {
      const said = python(`
import sys, duckdb
logs = duckdb.connect(sys.argv[1] + "/logs.duckdb", read_only=True)
print(logs.sql("SELECT day, count(*), sum(CASE WHEN is_error THEN 1 ELSE 0 END)::INT FROM logs GROUP BY day ORDER BY day").fetchall())`);

      expect(said).toBe("[('2026-01-31', 2, 0), ('2026-02-01', 2, 1)]\n");
    },
  );

  const hasAlchemy = hasPython("duckdb_engine");
  test.skipIf(!hasAlchemy).each([
    ["as Superset does", "?access_mode=read_only", ""],
    ["as a program does", "", ', connect_args={"read_only": True}'],
  ])(named("with SQLAlchemy, %s", hasAlchemy, "no Python with duckdb-engine"), (_, address, argument) => {
    const said = python(`
import sys, warnings
warnings.simplefilter("ignore")
from sqlalchemy import create_engine, inspect, text
engine = create_engine("duckdb:///" + sys.argv[1] + "/logs.duckdb${address}"${argument})
with engine.connect() as connection:
  print(connection.execute(text("SELECT count(*), max(message) FROM logs WHERE level = :level"), {"level": "INFO"}).fetchall())
print(inspect(engine).get_view_names())`);

    expect(said).toContain("[(3, 'hour 2')]\n");
    expect(said).toContain("logs'");
  });

  test.skipIf(!hasJava)(
    named("with DuckDB's JDBC driver", hasJava, "CUMULOG_JDBC is not set, or there is no Java or Maven"),
    () => {
      mkdirSync(DRIVERS, { recursive: true });
      const fetched = spawnSync(
        "mvn",
        [
          ...["-q", "-B", "dependency:copy", `-Dartifact=org.duckdb:duckdb_jdbc:${DRIVER}:jar`],
          `-DoutputDirectory=${DRIVERS}`,
        ],
        { encoding: "utf8", cwd: folder },
      );
      expect(fetched.status).toBe(0);
      const source = join(folder, "Read.java");
      writeFileSync(
        source,
        `import java.sql.*;
import java.util.Properties;

public class Read {
  public static void main(String[] parameters) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("duckdb.read_only", "true");
    try (Connection logs = DriverManager.getConnection("jdbc:duckdb:" + parameters[0] + "/logs.duckdb", properties);
        ResultSet rows = logs.createStatement().executeQuery("SELECT event_time, message FROM logs WHERE is_error")) {
      while (rows.next()) System.out.println(rows.getTimestamp(1).toLocalDateTime() + " " + rows.getString(2));
    }
  }
}
`,
      );

      const { stdout, stderr } = spawnSync(
        "java",
        ["-cp", join(DRIVERS, `duckdb_jdbc-${DRIVER}.jar`), source, lake],
        { encoding: "utf8" },
      );

      expect(stderr).not.toContain("Exception");
      expect(stdout).toBe("2026-02-01T01:00 hour 3\n");
    },
    120_000,
  );
});
