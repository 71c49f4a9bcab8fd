import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { temporaryFolder } from "cumulog/temporary-folder";
import type { Cloud } from "../../kernel/cloud.ts";
import { lakeEngine } from "../athena/lake-engine.ts";
import { duckdbType } from "../glue/duckdb-type.ts";
import { openCatalog } from "../glue/state.ts";
import type { BucketDirectory } from "../s3/state.ts";
import { convertsFormat, type DeliveryStream } from "./delivery-stream.ts";

/** Writes lines or records as one object: as Parquet by the table's schema where the stream says so, else as they are. */
export async function writeFile(
  cloud: Cloud,
  buckets: BucketDirectory,
  stream: DeliveryStream,
  key: string,
  items: readonly (string | Buffer)[],
): Promise<void> {
  const { destination } = stream;
  const bucket = buckets.get(destination.BucketARN!.split(":::")[1]!);
  const schema = destination.DataFormatConversionConfiguration?.SchemaConfiguration;
  const content = Buffer.concat(
    items.map((item) => (typeof item === "string" ? Buffer.from(`${item}\n`) : item)),
  );
  const isError = !key.startsWith(destination.Prefix?.split("!{")[0] ?? "");
  if (schema === undefined || !convertsFormat(stream) || isError) {
    const isPacked = destination.CompressionFormat === "GZIP";
    buckets.put(bucket, isPacked ? `${key}.gz` : key, isPacked ? gzipSync(content) : content);
    return;
  }
  const columns = (
    cloud.state(openCatalog).table(schema.DatabaseName!, schema.TableName!).input.StorageDescriptor
      ?.Columns ?? []
  ).map(({ Name = "", Type = "string" }) => ({ name: Name, type: duckdbType(Type) }));
  buckets.put(bucket, `${key}.parquet`, await parquetOf(content, columns));
}

async function parquetOf(lines: Buffer, columns: readonly { name: string; type: string }[]): Promise<Buffer> {
  const { Engine, identifier, literal } = await lakeEngine();
  const folder = temporaryFolder("firehose");
  const engine = await Engine.open({ threads: 1 });
  try {
    const [input, output] = [join(folder, "lines.json"), join(folder, "file.parquet")];
    writeFileSync(input, lines);
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
