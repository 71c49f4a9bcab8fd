import { randomBytes } from "node:crypto";

/** Where requests of a route go. The members are those of the API. */
export interface Integration {
  readonly IntegrationId: string;
  readonly IntegrationType: string;
  readonly IntegrationUri?: string | undefined;
  readonly PayloadFormatVersion?: string | undefined;
  readonly CredentialsArn?: string | undefined;
  readonly TimeoutInMillis?: number | undefined;
  /** Answer of an integration without a backend: status and headers. */
  readonly mock?: { readonly status: number; readonly headers: Readonly<Record<string, string>> };
}

export interface Route {
  readonly RouteId: string;
  /** `GET /orders/{id}`, `ANY /{proxy+}` or `$default`. */
  readonly RouteKey: string;
  /** `integrations/ID`. */
  readonly Target?: string | undefined;
}

export interface Stage {
  readonly StageName: string;
  readonly AutoDeploy?: boolean | undefined;
  readonly StageVariables?: Readonly<Record<string, string>> | undefined;
  readonly AccessLogSettings?:
    | { readonly DestinationArn?: string | undefined; readonly Format?: string | undefined }
    | undefined;
  readonly CreatedDate: number;
}

export interface Cors {
  readonly AllowCredentials?: boolean | undefined;
  readonly AllowHeaders?: readonly string[] | undefined;
  readonly AllowMethods?: readonly string[] | undefined;
  readonly AllowOrigins?: readonly string[] | undefined;
  readonly ExposeHeaders?: readonly string[] | undefined;
  readonly MaxAge?: number | undefined;
}

/** An API with everything in it. */
export interface Api {
  readonly ApiId: string;
  readonly ProtocolType: "HTTP" | "WEBSOCKET";
  /** A REST API has its own form of events and errors. */
  readonly kind: "http" | "rest";
  Name: string;
  readonly CreatedDate: number;
  settings: Readonly<Record<string, unknown>>;
  CorsConfiguration?: Cors | undefined;
  routes: Record<string, Route>;
  integrations: Record<string, Integration>;
  stages: Record<string, Stage>;
  deployments: Record<string, { readonly DeploymentId: string; readonly CreatedDate: number }>;
}

/** An id such as AWS gives them. */
export const newId = (): string => {
  const letters = randomBytes(16)
    .toString("base64")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "");
  return letters.slice(0, 10).padEnd(10, "0");
};
