import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cloud } from "../../kernel/cloud.ts";
import { lakeEngine } from "../athena/lake-engine.ts";
import { duckdbType } from "../glue/duckdb-type.ts";
import { openCatalog } from "../glue/state.ts";
import type { BucketDirectory } from "../s3/state.ts";
import type { DeliveryStream } from "./delivery-stream.ts";

/** Writes lines as one object: as Parquet by the table's schema where the stream says so, else as they are. */
export async function writeFile(
  cloud: Cloud,
  buckets: BucketDirectory,
  { destination }: DeliveryStream,
  key: string,
  lines: readonly string[],
): Promise<void> {
  const bucket = buckets.get(destination.BucketARN!.split(":::")[1]!);
  const schema = destination.DataFormatConversionConfiguration?.SchemaConfiguration;
  const text = `${lines.join("\n")}\n`;
  const isError = !key.startsWith(destination.Prefix?.split("!{")[0] ?? "");
  if (schema === undefined || destination.DataFormatConversionConfiguration?.Enabled === false || isError) {
    buckets.put(bucket, key, Buffer.from(text));
    return;
  }
  const columns = (
    cloud.state(openCatalog).table(schema.DatabaseName!, schema.TableName!).input.StorageDescriptor
      ?.Columns ?? []
  ).map(({ Name = "", Type = "string" }) => ({ name: Name, type: duckdbType(Type) }));
  buckets.put(bucket, `${key}.parquet`, await parquetOf(text, columns));
}

async function parquetOf(text: string, columns: readonly { name: string; type: string }[]): Promise<Buffer> {
  const { Engine, identifier, literal } = await lakeEngine();
  const folder = mkdtempSync(join(tmpdir(), "cumulog-firehose-"));
  const engine = await Engine.open({ threads: 1 });
  try {
    const [input, output] = [join(folder, "lines.json"), join(folder, "file.parquet")];
    writeFileSync(input, text);
    const types = columns.map(({ name, type }) => `${literal(name)}: ${literal(type)}`).join(", ");
    const names = columns.map(({ name }) => identifier(name)).join(", ");
    const connection = await engine.connect();
    await connection.run(
      `COPY (SELECT ${names} FROM read_json(${literal(input)}, columns = {${types}}, format = 'newline_delimited', maximum_object_size = 67108864)) TO ${literal(output)} (FORMAT parquet, COMPRESSION gzip)`,
    );
    connection.closeSync();
    return readFileSync(output);
  } finally {
    engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
