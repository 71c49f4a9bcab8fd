import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { StoredMap } from "../../kernel/storage/stored-map.ts";
import type { Api, Integration, Route, Stage } from "./api.ts";

/** The APIs of one cloud. */
export class ApiDirectory {
  readonly #cloud: Cloud;
  readonly #apis: StoredMap<Api>;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#apis = new StoredMap<Api>(cloud.storage.collection("apis"));
  }

  all(): Api[] {
    return [...this.#apis.values()].sort((one, other) => one.CreatedDate - other.CreatedDate);
  }

  find(id: string): Api | undefined {
    return this.#apis.get(id);
  }

  /** @throws ServiceError `NotFoundException` */
  get(id: string): Api {
    const api = this.#apis.get(id);
    if (api) return api;
    throw notFound("API", id);
  }

  /** @throws ServiceError `NotFoundException` */
  route(api: Api, id: string): Route {
    return api.routes[id] ?? missing("Route", id);
  }

  /** @throws ServiceError `NotFoundException` */
  integration(api: Api, id: string): Integration {
    return api.integrations[id] ?? missing("Integration", id);
  }

  /** @throws ServiceError `NotFoundException` */
  stage(api: Api, name: string): Stage {
    return api.stages[name] ?? missing("Stage", name);
  }

  /** Keeps an API as it is now. */
  save(api: Api): Api {
    this.#apis.set(api.ApiId, api);
    return api;
  }

  remove(id: string): void {
    this.get(id);
    this.#apis.delete(id);
  }

  /** Where the API is called: a path of this cloud when it listens, else AWS's own address. */
  addressOf({ ApiId }: Api): string {
    const { address, region } = this.#cloud;
    return address === undefined
      ? `https://${ApiId}.execute-api.${region}.amazonaws.com`
      : `${address}${EXECUTE_PATH}${ApiId}`;
  }
}

/** Beginning of the paths under which APIs are called; the API's id follows. */
export const EXECUTE_PATH = "/_cumulog/execute-api/";

export const notFound = (what: string, id: string): ServiceError =>
  new ServiceError("NotFoundException", `Invalid ${what} identifier specified: ${id}`, { statusCode: 404 });

function missing(what: string, id: string): never {
  throw notFound(what, id);
}

/** Opens the APIs of a cloud. */
export function openApis(cloud: Cloud): ApiDirectory {
  return new ApiDirectory(cloud);
}
