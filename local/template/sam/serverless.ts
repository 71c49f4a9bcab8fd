import type { Template, TemplateResource } from "../template.ts";
import { TemplateError } from "../template-error.ts";
import { expandApplication } from "./application.ts";
import { IMPLICIT } from "./events/api.ts";
import { Expansion, type Written } from "./expansion.ts";
import { expandFunction } from "./function.ts";
import { withGlobals } from "./globals.ts";
import { expandHttpApi } from "./http-api.ts";
import { expandLayerVersion } from "./layer-version.ts";
import { withNames } from "./names.ts";
import { expandRestApi } from "./rest-api.ts";
import { expandSimpleTable } from "./simple-table.ts";
import { expandStateMachine } from "./state-machine.ts";

const PREFIX = "AWS::Serverless::";

type Expand = (logicalId: string, resource: TemplateResource, expansion: Expansion) => void;

/** Functions come first: their events are routes of the APIs. */
const TYPES: Readonly<Record<string, Expand>> = {
  Function: expandFunction,
  LayerVersion: expandLayerVersion,
  HttpApi: expandHttpApi,
  Api: expandRestApi,
  SimpleTable: expandSimpleTable,
  StateMachine: expandStateMachine,
  Application: expandApplication,
  // What connectors write are policies, which are not enforced here.
  Connector: () => {},
};

/**
 * What the transform makes of a template: ordinary resources under the logical ids that its documentation names.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
 *
 * @throws TemplateError for a type or event that is not known
 */
export function expandServerless(template: Template): Template {
  const { Globals = {}, ...rest } = template as Template & { readonly Globals?: Written };
  const expansion = new Expansion();
  const serverless: [id: string, type: string, resource: TemplateResource][] = [];
  for (const [id, resource] of Object.entries(template.Resources)) {
    const type = resource.Type.startsWith(PREFIX) ? resource.Type.slice(PREFIX.length) : undefined;
    if (type === undefined) expansion.add(id, resource);
    else if (Object.hasOwn(TYPES, type)) serverless.push([id, type, withDefaults(resource, Globals[type])]);
    else throw new TemplateError(`Resources.${id}: the local cloud does not know the type ${resource.Type}.`);
  }
  const order = Object.keys(TYPES);
  serverless.sort(([, one], [, other]) => order.indexOf(one) - order.indexOf(other));
  for (const [id, type, resource] of serverless) {
    if (type === "HttpApi" || type === "Api") continue;
    TYPES[type]!(id, resource, expansion);
  }
  for (const [id, type, resource] of [...serverless, ...implicitApis(expansion, Globals)])
    if (type === "HttpApi" || type === "Api") TYPES[type]!(id, resource, expansion);
  addNotifications(expansion);
  const { Resources, Outputs, Conditions } = withNames(
    { Resources: expansion.resources, Outputs: template.Outputs, Conditions: template.Conditions },
    expansion.names,
  ) as Pick<Template, "Resources" | "Outputs" | "Conditions">;
  return { ...rest, Resources, ...(Outputs && { Outputs }), ...(Conditions && { Conditions }) };
}

function withDefaults(resource: TemplateResource, global: unknown): TemplateResource {
  return { ...resource, Properties: (withGlobals(resource.Properties, global) ?? {}) as Written };
}

/** APIs of events that name none. */
function implicitApis(expansion: Expansion, globals: Written): [string, string, TemplateResource][] {
  const made: [string, string, TemplateResource][] = [];
  for (const [type, id] of [
    ["HttpApi", IMPLICIT.http],
    ["Api", IMPLICIT.rest],
  ] as const)
    if (expansion.routes.has(id)) made.push([id, type, withDefaults({ Type: PREFIX + type }, globals[type])]);
  return made;
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
