import { CloudLoggingHandler, CloudWatchHandler, configure } from "cumulog";

/** The service's handlers: one for each cloud. */
export interface CheckoutHandlers {
  readonly cloudWatch: CloudWatchHandler;
  readonly cloudLogging: CloudLoggingHandler;
}

/** Logs once, to both clouds. Where they are is said by the environment: `AWS_ENDPOINT_URL` and `CLOUD_LOGGING_ENDPOINT`. */
export async function configureLogging(stream: string): Promise<CheckoutHandlers> {
  const handlers: CheckoutHandlers = {
    cloudWatch: new CloudWatchHandler({ logGroupName: "/checkout/api", logStreamName: stream }),
    cloudLogging: new CloudLoggingHandler({
      projectId: process.env["GOOGLE_CLOUD_PROJECT"] ?? "local-project",
      logName: "checkout",
      transport: "rest",
    }),
  };
  await configure({
    service: "checkout",
    handlers: { ...handlers },
    loggers: { "": { level: "info", handlers: ["cloudWatch", "cloudLogging"] } },
  });
  return handlers;
}
