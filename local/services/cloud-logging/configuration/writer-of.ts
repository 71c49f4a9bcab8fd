import { createHash } from "node:crypto";
import { type LogSink, writerIdentity } from "cumulog/semantics";

/** Who writes to a sink's destination; the number of a parent's own service account is made of its name. */
export function writerOf(parent: string, { destination = "" }: LogSink, unique: boolean): string | undefined {
  const number = Number.parseInt(createHash("sha256").update(parent).digest("hex").slice(0, 10), 16);
  const own = `serviceAccount:service-${number}@gcp-sa-logging.iam.gserviceaccount.com`;
  return writerIdentity({ parent, destination, unique, own });
}
