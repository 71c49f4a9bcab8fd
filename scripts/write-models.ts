/**
 * `npm run models -- [service…]`: writes `local/services/<service>/model.json` from the schemas that the installed SDK
 * packages carry, with the lengths, ranges, patterns and values that botocore's service models publish. Only the
 * operations that a service has a file for in its folder `operations` get in, with the shapes that they need. Those of
 * Google's APIs come from the protos that its client packages carry; where there is none, from an unpacked package that
 * `GOOGLE_PROTOS` names.
 *
 * botocore is a Python package (Apache-2.0): `pip download --no-deps botocore`, unpack the wheel, and name the folder
 * in `BOTOCORE`. Nothing but this script needs it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import protobuf from "protobufjs";
import type { ServiceModel } from "../local/kernel/model.ts";
import { ModelReader } from "./models/model-reader.ts";
import { modelText, protoModelText } from "./models/model-text.ts";
import { ProtoReader } from "./models/proto-reader.ts";
import type { PublishedModel } from "./models/published-model.ts";
import { MODELS, PROTOS, type ProtoSource } from "./models/sources.ts";

const root = join(import.meta.dirname, "..");
const require = createRequire(import.meta.url);

/** The version that stands in a package's `package.json`. */
function versionOf(name: string): string {
  return JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version;
}

function readPublished(folder: string, name: string): PublishedModel {
  const versions = readdirSync(join(folder, "data", name)).sort();
  const packed = readFileSync(join(folder, "data", name, versions.at(-1)!, "service-2.json.gz"));
  return JSON.parse(gunzipSync(packed).toString("utf8"));
}

function publishedVersion(folder: string): string {
  const text = readFileSync(join(folder, "__init__.py"), "utf8");
  return /__version__ = '([\d.]+)'/.exec(text)![1]!;
}

/** File names are the operations' names in small letters with hyphens: `create-queue.ts` is `CreateQueue`. */
function operationsOf(service: string): ReadonlySet<string> {
  const folder = join(root, "local/services", service, "operations");
  const files = existsSync(folder) ? readdirSync(folder).map((file) => file.replace(/\.ts$/, "")) : [];
  return new Set(files.map(wordless));
}

function wordless(name: string): string {
  return name.replaceAll("-", "").toLowerCase();
}

/** The protos of an API in protobufjs's JSON. */
function readProtos({ sdk, files }: ProtoSource): object {
  if (!files)
    return JSON.parse(readFileSync(join(root, "node_modules", sdk, "build/protos/protos.json"), "utf8"));
  const folder = protoFolder(sdk);
  const protos = new protobuf.Root();
  protos.resolvePath = (_origin, target) => join(folder, target);
  return protos.loadSync([...files]).toJSON();
}

function protoVersion({ sdk, files }: ProtoSource): string {
  return files
    ? JSON.parse(readFileSync(join(protoFolder(sdk), "package.json"), "utf8")).version
    : versionOf(sdk);
}

function protoFolder(sdk: string): string {
  const folder = process.env["GOOGLE_PROTOS"];
  if (folder !== undefined && existsSync(join(folder, "google"))) return folder;
  throw new Error(`GOOGLE_PROTOS must name the folder of an unpacked ${sdk} (npm pack ${sdk}).`);
}

const named = process.argv.slice(2);
const unknown = named.find((service) => !MODELS[service] && !PROTOS[service]);
if (unknown !== undefined)
  throw new Error(`scripts/models/sources.ts does not list the service "${unknown}".`);
const chosen = (service: string) => named.length === 0 || named.includes(service);

for (const [service, source] of Object.entries(PROTOS).filter(([name]) => chosen(name))) {
  const wanted = operationsOf(service);
  const reader = new ProtoReader(readProtos(source), source);
  const read = reader.read((method) => wanted.has(wordless(method)));
  writeFileSync(
    join(root, "local/services", service, "model.json"),
    protoModelText({ sdk: `${source.sdk}@${protoVersion(source)}`, ...read }),
  );
  console.log(
    `${service}: ${Object.values(read.services).flatMap(Object.keys).length} methods, ${Object.keys(read.messages).length} messages`,
  );
}

const botocore = process.env["BOTOCORE"];
const published = Object.entries(MODELS).filter(([name]) => chosen(name));
if (published.length > 0 && (botocore === undefined || !existsSync(join(botocore, "data"))))
  throw new Error("BOTOCORE must name the folder `botocore` of an unpacked wheel of botocore.");

for (const [service, source] of published) {
  const wanted = operationsOf(service);
  const reader = new ModelReader(require(source.sdk), readPublished(botocore!, source.botocore));
  const model: ServiceModel = {
    sdk: `${source.sdk}@${versionOf(source.sdk)}`,
    constraints: `botocore@${publishedVersion(botocore!)}`,
    ...(source.namespace !== undefined && { namespace: source.namespace }),
    ...reader.read((operation) => wanted.has(wordless(operation))),
  };
  const path = join(root, "local/services", service, "model.json");
  writeFileSync(path, modelText(model));
  console.log(
    `${service}: ${Object.keys(model.operations).length} operations, ${Object.keys(model.shapes).length} shapes`,
  );
}
