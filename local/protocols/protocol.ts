import type { CloudService } from "../kernel/cloud.ts";
import type { ServiceError } from "../kernel/service-error.ts";
import type { Exchange } from "./exchange.ts";

/** What a request asks for. */
export interface OperationRequest {
  readonly operation: string;
  readonly input: object;
}

/** How requests and answers look on the wire. Every protocol reads the services' models and knows no service. */
export interface Protocol {
  /** @throws ServiceError for what is malformed, or calls what the service does not have */
  read(exchange: Exchange, service: CloudService, body: Buffer): OperationRequest;
  send(exchange: Exchange, service: CloudService, operation: string, output: object): void | Promise<void>;
  /** @param service undefined when the request does not tell */
  sendError(exchange: Exchange, service: CloudService | undefined, error: ServiceError): void;
}
