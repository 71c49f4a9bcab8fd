import { randomUUID } from "node:crypto";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { CutConnection, callWithFaults } from "../faulty-call.ts";
import { readBody } from "../request-body.ts";
import type { HttpRoute } from "../route.ts";
import { checkScope, readSignature } from "../signature.ts";
import { handleRpcV2Cbor, type RpcV2Response, rpcV2Error, rpcV2Target } from "./rpc-v2-cbor.ts";

const LONGEST_BODY = 2_097_152;

/** Answers the requests that speak RPC v2 with CBOR. */
export function rpcV2CborRoute(cloud: Cloud): HttpRoute {
  return async (request, response, url) => {
    const target = rpcV2Target(url.pathname);
    if (!target || request.method !== "POST") return false;
    let answer: RpcV2Response;
    try {
      checkScope(readSignature(request.headers, url), cloud.region, target.service);
      const body = await readBody(request, LONGEST_BODY);
      const context = { region: cloud.region, endpoint: url.origin };
      answer = await callWithFaults(cloud, target.service, target.operation, () =>
        handleRpcV2Cbor(cloud, target, body, context),
      );
    } catch (error) {
      if (error instanceof CutConnection) {
        request.socket.destroy();
        return true;
      }
      const failure =
        error instanceof ServiceError
          ? error
          : new ServiceError("InternalServiceFault", `The local cloud failed: ${String(error)}`, {
              statusCode: 500,
            });
      answer = rpcV2Error(target.service, failure);
      request.resume();
    }
    response
      .writeHead(answer.status, { ...answer.headers, "x-amzn-requestid": randomUUID() })
      .end(answer.body);
    return true;
  };
}
