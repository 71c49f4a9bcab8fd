import { modelOf } from "../../kernel/model.ts";
import type { Service } from "../../kernel/service.ts";
import model from "./model.json" with { type: "json" };
import { createApi } from "./operations/create-api.ts";
import { createDeployment } from "./operations/create-deployment.ts";
import { createIntegration } from "./operations/create-integration.ts";
import { createRoute } from "./operations/create-route.ts";
import { createStage } from "./operations/create-stage.ts";
import { deleteApi } from "./operations/delete-api.ts";
import { deleteDeployment } from "./operations/delete-deployment.ts";
import { deleteIntegration } from "./operations/delete-integration.ts";
import { deleteRoute } from "./operations/delete-route.ts";
import { deleteStage } from "./operations/delete-stage.ts";
import { getApi } from "./operations/get-api.ts";
import { getApis } from "./operations/get-apis.ts";
import { getDeployments } from "./operations/get-deployments.ts";
import { getIntegration } from "./operations/get-integration.ts";
import { getIntegrations } from "./operations/get-integrations.ts";
import { getRoute } from "./operations/get-route.ts";
import { getRoutes } from "./operations/get-routes.ts";
import { getStage } from "./operations/get-stage.ts";
import { getStages } from "./operations/get-stages.ts";
import { importApi } from "./operations/import-api.ts";
import { reimportApi } from "./operations/reimport-api.ts";
import { updateApi } from "./operations/update-api.ts";
import { updateIntegration } from "./operations/update-integration.ts";
import { updateRoute } from "./operations/update-route.ts";
import { updateStage } from "./operations/update-stage.ts";
import { API_GATEWAY_RESOURCES } from "./resources.ts";
import { REST_API_RESOURCES } from "./rest-resources.ts";
import { type ApiDirectory, openApis } from "./state.ts";

/** API Gateway: HTTP APIs that call functions, and REST APIs that templates make. */
export const service: Service<ApiDirectory> = {
  name: "api-gateway",
  signedAs: "apigateway",
  model: modelOf(model),
  state: openApis,
  operations: {
    CreateApi: createApi,
    CreateDeployment: createDeployment,
    CreateIntegration: createIntegration,
    CreateRoute: createRoute,
    CreateStage: createStage,
    DeleteApi: deleteApi,
    DeleteDeployment: deleteDeployment,
    DeleteIntegration: deleteIntegration,
    DeleteRoute: deleteRoute,
    DeleteStage: deleteStage,
    GetApi: getApi,
    GetApis: getApis,
    GetDeployments: getDeployments,
    GetIntegration: getIntegration,
    GetIntegrations: getIntegrations,
    GetRoute: getRoute,
    GetRoutes: getRoutes,
    GetStage: getStage,
    GetStages: getStages,
    ImportApi: importApi,
    ReimportApi: reimportApi,
    UpdateApi: updateApi,
    UpdateIntegration: updateIntegration,
    UpdateRoute: updateRoute,
    UpdateStage: updateStage,
  },
  resources: { ...API_GATEWAY_RESOURCES, ...REST_API_RESOURCES },
};
