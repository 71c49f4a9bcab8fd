import {
  type CreatedResource,
  changes,
  type Properties,
  type ResourceContext,
  type ResourceType,
} from "../../kernel/resource-type.ts";
import { type Api, newId, type Stage } from "./api.ts";
import { addRoute, importDefinition, integrationOf, mockOf } from "./definition.ts";
import { openApis } from "./state.ts";

const ROOT = "root";

/** Paths of resources stand among an API's settings: REST APIs are made by templates only, there is no API for them. */
interface RestSettings extends Record<string, unknown> {
  readonly paths: Readonly<Record<string, string>>;
}

function apiOf({ cloud }: ResourceContext, properties: Properties): Api | undefined {
  return cloud.state(openApis).find(String(properties["RestApiId"]));
}

const pathsOf = ({ settings }: Api) => (settings as RestSettings).paths;

const restApi: ResourceType = {
  async create(properties, { cloud, logicalId }) {
    const apis = cloud.state(openApis);
    const created: Api = {
      ApiId: newId(),
      ProtocolType: "HTTP",
      kind: "rest",
      Name: String(properties["Name"] ?? logicalId),
      CreatedDate: cloud.clock.now() / 1_000,
      settings: { paths: { [ROOT]: "" } },
      routes: {},
      integrations: {},
      stages: {},
      deployments: {},
    };
    if (properties["Body"] !== undefined) importDefinition(created, properties["Body"] as Properties);
    apis.save(created);
    return shownRest(created, properties);
  },
  async update(properties, existing, { cloud }) {
    const apis = cloud.state(openApis);
    const api = apis.get(existing.id);
    if (properties["Body"] !== undefined) importDefinition(api, properties["Body"] as Properties);
    if (properties["Name"] !== undefined) api.Name = String(properties["Name"]);
    apis.save(api);
    return shownRest(api, properties);
  },
  delete: async (existing, { cloud }) => {
    const apis = cloud.state(openApis);
    if (apis.find(existing.id)) apis.remove(existing.id);
  },
};

function shownRest({ ApiId }: Api, properties: Properties): CreatedResource {
  const elsewhere = properties["BodyS3Location"] !== undefined;
  return {
    id: ApiId,
    attributes: { RestApiId: ApiId, RootResourceId: ROOT },
    ...(elsewhere && {
      placeholder: "Its definition is in a bucket, which the local cloud does not read: it has no routes.",
    }),
  };
}

const resource: ResourceType = {
  async create(properties, context) {
    const api = apiOf(context, properties)!;
    const id = newId();
    const parent = pathsOf(api)[String(properties["ParentId"])] ?? "";
    const paths = { ...pathsOf(api), [id]: `${parent}/${properties["PathPart"]}` };
    api.settings = { ...api.settings, paths };
    context.cloud.state(openApis).save(api);
    return { id, attributes: { ResourceId: id } };
  },
  update: async (_properties, existing) => existing,
  replaces: changes("ParentId", "PathPart", "RestApiId"),
  delete: async () => {},
};

const method: ResourceType = {
  async create(properties, context) {
    const api = apiOf(context, properties)!;
    const path = pathsOf(api)[String(properties["ResourceId"])] ?? "";
    const written = (properties["Integration"] ?? { Type: "MOCK" }) as Properties;
    const integration = {
      ...integrationOf({
        type: written["Type"],
        uri: written["Uri"],
        credentials: written["Credentials"],
      }),
      ...(written["Type"] === "MOCK" && {
        mock: mockOf((written["IntegrationResponses"] ?? []) as Properties[]),
      }),
    };
    const id = addRoute(api, `${properties["HttpMethod"]} ${path === "" ? "/" : path}`, integration);
    context.cloud.state(openApis).save(api);
    return { id, attributes: {} };
  },
  delete: async (existing, context, properties) => {
    const api = apiOf(context, properties);
    if (!api) return;
    delete api.routes[existing.id];
    context.cloud.state(openApis).save(api);
  },
};

function putStage(properties: Properties, context: ResourceContext): CreatedResource {
  const api = apiOf(context, properties)!;
  const log = (properties["AccessLogSetting"] ?? {}) as { DestinationArn?: string; Format?: string };
  const stage: Stage = {
    StageName: String(properties["StageName"]),
    StageVariables: properties["Variables"] as Record<string, string> | undefined,
    AccessLogSettings: { DestinationArn: log.DestinationArn, Format: log.Format },
    CreatedDate: context.cloud.clock.now() / 1_000,
  };
  api.stages[stage.StageName] = stage;
  context.cloud.state(openApis).save(api);
  return { id: stage.StageName, attributes: {} };
}

function removeStage(name: string, context: ResourceContext, properties: Properties): void {
  const api = apiOf(context, properties);
  if (!api) return;
  delete api.stages[name];
  context.cloud.state(openApis).save(api);
}

const stage: ResourceType = {
  create: async (properties, context) => putStage(properties, context),
  update: async (properties, _existing, context) => putStage(properties, context),
  replaces: changes("StageName", "RestApiId"),
  delete: async (existing, context, properties) => removeStage(existing.id, context, properties),
};

/** A deployment may make its stage; routes are called as they are now, deployed or not. */
const deployment: ResourceType = {
  async create(properties, context) {
    if (properties["StageName"] !== undefined) putStage(properties, context);
    const id = newId();
    return { id, attributes: { DeploymentId: id } };
  },
  update: async (_properties, existing) => existing,
  replaces: changes("RestApiId", "StageName"),
  delete: async (_existing, context, properties) => {
    if (properties["StageName"] !== undefined)
      removeStage(String(properties["StageName"]), context, properties);
  },
};

/** What stands beside an API and has no effect here. */
const accepted = (attributes: (id: string) => Record<string, unknown> = () => ({})): ResourceType => ({
  create: async (_properties, context) => {
    const id = context.generateName(64);
    return { id, attributes: attributes(id) };
  },
  update: async (_properties, existing) => existing,
  delete: async () => {},
});

export const REST_API_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::ApiGateway::Account": accepted((id) => ({ Id: id })),
  "AWS::ApiGateway::ApiKey": accepted((id) => ({ APIKeyId: id })),
  "AWS::ApiGateway::Authorizer": accepted((id) => ({ AuthorizerId: id })),
  "AWS::ApiGateway::Deployment": deployment,
  "AWS::ApiGateway::GatewayResponse": accepted((id) => ({ Id: id })),
  "AWS::ApiGateway::Method": method,
  "AWS::ApiGateway::Model": accepted(),
  "AWS::ApiGateway::RequestValidator": accepted((id) => ({ RequestValidatorId: id })),
  "AWS::ApiGateway::Resource": resource,
  "AWS::ApiGateway::RestApi": restApi,
  "AWS::ApiGateway::Stage": stage,
  "AWS::ApiGateway::UsagePlan": accepted((id) => ({ Id: id })),
  "AWS::ApiGateway::UsagePlanKey": accepted((id) => ({ Id: id })),
};
