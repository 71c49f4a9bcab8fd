import type { Template, TemplateResource } from "../template.ts";
import { TemplateError } from "../template-error.ts";
import { expandApplication } from "./application.ts";
import { embeddedConnectors, expandConnector } from "./connector.ts";
import { sharedDeployment } from "./deployment-preference.ts";
import { IMPLICIT, stageSuffixOf } from "./events/api.ts";
import { attributesOf, Expansion, type Written } from "./expansion.ts";
import { expandFunction } from "./function.ts";
import { withDefaults } from "./globals.ts";
import { expandHttpApi } from "./http-api.ts";
import { expandLayerVersion } from "./layer-version.ts";
import { withNames } from "./names.ts";
import { propagateTags } from "./propagated-tags.ts";
import { expandRestApi } from "./rest-api.ts";
import { expandSimpleTable } from "./simple-table.ts";
import { expandStateMachine } from "./state-machine.ts";

const PREFIX = "AWS::Serverless::";

type Expand = (logicalId: string, resource: TemplateResource, expansion: Expansion) => void;

/** A resource of the transform, with its globals. */
interface Serverless {
  readonly id: string;
  /** Behind the prefix. */
  readonly type: string;
  readonly resource: TemplateResource;
}

/** Functions come first: their events are routes of the APIs. */
const TYPES: Readonly<Record<string, Expand>> = {
  Function: expandFunction,
  LayerVersion: expandLayerVersion,
  HttpApi: expandHttpApi,
  Api: expandRestApi,
  SimpleTable: expandSimpleTable,
  StateMachine: expandStateMachine,
  Application: expandApplication,
  Connector: expandConnector,
};

/**
 * What the transform makes of a template: ordinary resources under the logical ids that its documentation names.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
 *
 * @param parameters values of the template's parameters
 * @throws TemplateError for a type or event that is not known
 */
export function expandServerless(template: Template, parameters: Written = {}): Template {
  const { Globals = {}, ...rest } = template as Template & { readonly Globals?: Written };
  const serverless: Serverless[] = [];
  const ordinary: [id: string, resource: TemplateResource][] = [];
  for (const [id, resource] of Object.entries(template.Resources)) {
    const type = resource.Type.startsWith(PREFIX) ? resource.Type.slice(PREFIX.length) : undefined;
    if (type === undefined) ordinary.push([id, resource]);
    else if (Object.hasOwn(TYPES, type))
      serverless.push({ id, type, resource: withDefaults(resource, Globals[type]) });
    else throw new TemplateError(`Resources.${id}: the local cloud does not know the type ${resource.Type}.`);
  }
  const expansion = new Expansion(parameters, stageSuffixes(serverless));
  for (const [id, resource] of ordinary)
    expansion.add(id, {
      ...attributesOf(resource),
      Type: resource.Type,
      Properties: resource.Properties ?? {},
    });
  const order = Object.keys(TYPES);
  serverless.sort((one, other) => order.indexOf(one.type) - order.indexOf(other.type));
  const connectors = serverless.filter(({ type }) => type === "Connector");
  for (const one of serverless) if (!isApi(one.type) && !connectors.includes(one)) expand(one, expansion);
  for (const one of [...serverless.filter(({ type }) => isApi(type)), ...implicitApis(expansion, Globals)])
    expand(one, expansion);
  for (const [id, resource] of Object.entries(template.Resources))
    embeddedConnectors(id, resource, expansion);
  for (const one of connectors) expand(one, expansion);
  sharedDeployment(expansion);
  addNotifications(expansion);
  const { Resources, Outputs, Conditions } = withNames(
    {
      Resources: expansion.resources,
      Outputs: template.Outputs,
      Conditions: conditionsOf(template, expansion),
    },
    expansion.names,
  ) as Pick<Template, "Resources" | "Outputs" | "Conditions">;
  return { ...rest, Resources, ...(Outputs && { Outputs }), ...(Conditions && { Conditions }) };
}

function conditionsOf({ Conditions }: Template, { conditions }: Expansion): Template["Conditions"] {
  return Object.keys(conditions).length === 0 ? Conditions : { ...Conditions, ...conditions };
}

const isApi = (type: string): boolean => type === "HttpApi" || type === "Api";

function expand({ id, type, resource }: Serverless, expansion: Expansion): void {
  const before = new Set(Object.keys(expansion.resources));
  TYPES[type]!(id, resource, expansion);
  propagateTags(resource.Properties ?? {}, before, expansion);
}

function stageSuffixes(serverless: readonly Serverless[]): ReadonlyMap<string, string> {
  const apis = serverless.filter(({ type }) => type === "Api");
  return new Map(
    apis.map(({ id, resource }) => [id, stageSuffixOf(resource.Properties?.["StageName"] ?? "Prod")]),
  );
}

/** APIs of events that name none; they are there on the condition of the function that all their routes are of. */
function implicitApis(expansion: Expansion, globals: Written): Serverless[] {
  return (
    [
      ["HttpApi", IMPLICIT.http],
      ["Api", IMPLICIT.rest],
    ] as const
  ).flatMap(([type, id]) => {
    const routes = expansion.routes.get(id);
    if (!routes) return [];
    const [Condition, ...others] = new Set(routes.map(({ condition }) => condition));
    const rest = Condition === undefined || others.length > 0 ? {} : { Condition };
    return [{ id, type, resource: withDefaults({ ...rest, Type: PREFIX + type }, globals[type]) }];
  });
}

function addNotifications({ notifications, resources }: Expansion): void {
  for (const [bucket, { configurations, permissions }] of notifications) {
    const resource = resources[bucket];
    if (resource?.Type !== "AWS::S3::Bucket")
      throw new TemplateError(
        `An event of a function names the bucket ${bucket}, which the template does not have.`,
      );
    const { NotificationConfiguration = {}, ...others } = resource.Properties ?? {};
    const { LambdaConfigurations = [], ...more } = NotificationConfiguration as Record<string, unknown>;
    const all = [...(LambdaConfigurations as unknown[]), ...configurations];
    resources[bucket] = {
      ...resource,
      DependsOn: [resource.DependsOn ?? [], permissions].flat(2) as string[],
      Properties: { ...others, NotificationConfiguration: { ...more, LambdaConfigurations: all } },
    };
  }
}
