import { loadAwsServiceSpec } from "@aws-cdk/aws-service-spec";

/** Services whose types the local cloud has, or may have. */
const SERVICES = [
  "ApiGateway",
  "ApiGatewayV2",
  "Athena",
  "CloudWatch",
  "Events",
  "Glue",
  "IAM",
  "KMS",
  "Kinesis",
  "KinesisFirehose",
  "Lambda",
  "Logs",
  "S3",
  "SNS",
  "SQS",
  "SSM",
  "Scheduler",
  "SecretsManager",
];

/**
 * Properties by shape, the resource's own under the empty name; each with the name of the shape that its value has, behind
 * an exclamation mark where it has to be there.
 */
type Shapes = Record<string, Record<string, string>>;

type SpecDatabase = Awaited<ReturnType<typeof loadAwsServiceSpec>>;
interface SpecProperty {
  readonly type: unknown;
  readonly previousTypes?: readonly unknown[];
  readonly required?: boolean;
}

type SpecProperties = Parameters<typeof shapeOf>[0];
type SpecType =
  | { readonly type: "ref"; readonly reference: { readonly $ref: string } }
  | { readonly type: "array" | "map"; readonly element: SpecType }
  | { readonly type: "union"; readonly types: readonly SpecType[] }
  | { readonly type: string };

/** What AWS's schemas say of every type of the services. */
export async function resourceProperties(): Promise<Record<string, Shapes>> {
  const database = await loadAwsServiceSpec();
  const found = database
    .all("resource")
    .filter(isServed)
    .sort((one, other) => (one.cloudFormationType < other.cloudFormationType ? -1 : 1));
  return Object.fromEntries(
    found.map(({ cloudFormationType, properties }) => [
      cloudFormationType,
      shapesOf(properties as SpecProperties, database),
    ]),
  );
}

/** Properties whose change needs a new resource, by type, for every type of the services. */
export async function fixedProperties(): Promise<Record<string, readonly string[]>> {
  const all = (await loadAwsServiceSpec()).all("resource").filter(isServed);
  const fixed = all.flatMap(({ cloudFormationType, properties }) => {
    const names = Object.keys(properties).filter((name) => properties[name]!.causesReplacement === "yes");
    return names.length === 0 ? [] : [[cloudFormationType, names.sort()] as const];
  });
  return Object.fromEntries(fixed.sort(([one], [other]) => (one < other ? -1 : 1)));
}

const isServed = ({ cloudFormationType }: { readonly cloudFormationType: string }): boolean =>
  SERVICES.includes(cloudFormationType.split("::")[1]!);

function shapesOf(properties: SpecProperties, database: SpecDatabase): Shapes {
  const shapes: Shapes = {};
  const queue: [name: string, properties: SpecProperties][] = [["", properties]];
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [name, own] = next;
    if (Object.hasOwn(shapes, name)) continue;
    shapes[name] = shapeOf(optionalHere(name, own), (id) => {
      const definition = database.get("typeDefinition", id);
      queue.push([definition.name, definition.properties as SpecProperties]);
      return definition.name;
    });
  }
  return shapes;
}

/** Code of a layer may be a path beside the template, as it is before it is packaged: then no bucket is named. */
function optionalHere(shape: string, properties: SpecProperties): SpecProperties {
  const { S3Bucket } = properties;
  if (shape !== "Content" || !S3Bucket) return properties;
  return { ...properties, S3Bucket: { ...S3Bucket, required: false } };
}

function shapeOf(
  properties: Readonly<Record<string, SpecProperty>>,
  nameOf: (id: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, { type, previousTypes = [], required = false }]) => {
        // What was a document once still takes one.
        const wasDocument = previousTypes.some((former) => (former as SpecType).type === "json");
        return [name, (required ? "!" : "") + (wasDocument ? "" : shapeName(type as SpecType, nameOf))];
      }),
  );
}

/** `Name` for an object or a list of such, `{Name}` for a map of such, nothing for all else. */
function shapeName(type: SpecType, nameOf: (id: string) => string): string {
  if ("reference" in type) return nameOf(type.reference.$ref);
  if (!("element" in type)) return "";
  const inner = shapeName(type.element, nameOf);
  return type.type === "map" && inner !== "" ? `{${inner}}` : inner;
}
