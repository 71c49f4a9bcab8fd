import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Logging, protos, v2 } from "@google-cloud/logging";
import { credentials } from "@grpc/grpc-js";
import { Cloud, type CloudOptions } from "../../../local/kernel/cloud.ts";
import { listGoogle } from "../../../local/kernel/google/google-service.ts";
import { startGoogleGrpc } from "../../../local/protocols/google/grpc.ts";
import { googleRestRoute } from "../../../local/protocols/google/rest.ts";
import { openCloudLogging } from "../../../local/services/cloud-logging/state.ts";
import { GOOGLE_SERVICES } from "../../../local/services/list.ts";

/** 2026-01-02T03:04:05.678Z */
export const START = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

export const PROJECT = "projects/shop";

/** The members of an entry that tests look at. */
export interface WireEntry {
  readonly textPayload?: string;
  readonly insertId?: string;
  readonly logName?: string;
  readonly protoPayload?: { readonly value: Uint8Array };
}

/** The members of REST's answers that tests look at. */
export interface Answer {
  readonly entries?: readonly Record<string, unknown>[];
  readonly nextPageToken?: string;
  readonly error?: { readonly message: string };
}

/** What a failed call rejects with. */
export interface CallError {
  readonly code: number;
  readonly details: string;
  readonly metadata: { get(key: string): readonly Buffer[] };
}

/** The error of a call that must fail. */
export function failure(call: Promise<unknown>): Promise<CallError> {
  return call.then(
    () => Promise.reject(new Error("the call succeeded")),
    (error: CallError) => error,
  );
}

/** A cloud with a stepped clock that answers gRPC and REST, and Google's own client of it. */
export async function startGoogle(cloudOptions: CloudOptions = {}) {
  const cloud = new Cloud({ clock: { start: START, speed: 0 }, ...cloudOptions });
  listGoogle(cloud, GOOGLE_SERVICES);
  const grpc = await startGoogleGrpc(cloud, { host: "127.0.0.1", port: 0 });
  const route = googleRestRoute(cloud);
  const http = createServer((request, response) => {
    void Promise.resolve(route(request, response, new URL(request.url!, "http://local"))).then((own) => {
      if (!own) response.writeHead(418).end();
    });
  });
  await new Promise<void>((listening) => http.listen(0, "127.0.0.1", listening));
  const options = {
    projectId: "shop",
    apiEndpoint: "127.0.0.1",
    port: grpc.port,
    sslCreds: credentials.createInsecure(),
  };
  const client = new v2.LoggingServiceV2Client(options);
  const base = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return {
    cloud,
    client,
    /** What a further client needs to connect. */
    options,
    /** What the cloud keeps of Cloud Logging. */
    logs: () => cloud.state(openCloudLogging),
    logging: () => new Logging(options as ConstructorParameters<typeof Logging>[0]),
    base,
    /** Calls REST and resolves with the status and the JSON of the answer. */
    async rest(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
      const init = body === undefined ? {} : { body: encoded(body), duplex: "half" };
      const response = await fetch(base + path, { method, headers, ...init } as RequestInit);
      return { status: response.status, body: (await response.json()) as Answer };
    },
    async stop() {
      await client.close();
      await grpc.close();
      http.closeAllConnections();
      await new Promise((closed) => http.close(closed));
      await cloud.close();
    },
  };
}

function encoded(body: unknown): unknown {
  return typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
}

/** Errors by entry out of a call's status details. */
export function partialErrorsOf(details: Buffer): unknown {
  const { Status } = protos.google.rpc;
  const { WriteLogEntriesPartialErrors } = protos.google.logging.v2;
  const [detail] = Status.decode(details).details;
  const { logEntryErrors } = WriteLogEntriesPartialErrors.decode(detail!.value as Uint8Array);
  return JSON.parse(JSON.stringify(logEntryErrors));
}

export type Google = Awaited<ReturnType<typeof startGoogle>>;
